import { RunningSync } from '@internal/plugin-static-data-common';
import { useStaticDataTranslation } from './useStaticDataTranslation';

/** Says what a running sync waits for, if it does. */
export function useWaitWords({ waiting }: RunningSync): string | undefined {
  const { t, formatTime } = useStaticDataTranslation();
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
