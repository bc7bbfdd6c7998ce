import { RunningSync } from '@internal/plugin-static-data-common';
import { useActorNames } from './useActorNames';
import { useStaticDataTranslation } from './useStaticDataTranslation';

/** Says what a running sync waits for, if it does; once somebody has cancelled it, that is its end. */
export function useWaitWords({
  waiting,
  cancelledBy,
}: RunningSync): string | undefined {
  const { t, formatTime } = useStaticDataTranslation();
  const nameOf = useActorNames();
  if (cancelledBy) {
    return t('actions.cancelling', { who: nameOf(cancelledBy) });
  }
  if (!waiting) {
    return undefined;
  }
  return waiting.until
    ? t('actions.waitingUntil', {
        host: waiting.for,
        time: formatTime(new Date(waiting.until)),
      })
    : t('actions.waitingFor', { repository: waiting.for });
}
