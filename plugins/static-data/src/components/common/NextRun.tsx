import {
  SyncConfiguration,
  SyncSource,
} from '@internal/plugin-static-data-common';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { MANUAL_FREQUENCY } from '../../lib/schedule';
import { IconLabel } from './labels';

interface NextRunProps extends Pick<SyncSource, 'steering'> {
  health: NonNullable<SyncSource['health']>;
  configuration: Pick<SyncConfiguration, 'scheduleFrequency'> | null;
}

/** Says why no sync is scheduled; undefined if one is. */
export function useWhyNoRun({
  health,
  steering,
  configuration,
}: NextRunProps): string | undefined {
  const { t } = useStaticDataTranslation();
  if (steering.pause) {
    return t('steering.paused');
  }
  if (configuration?.scheduleFrequency === MANUAL_FREQUENCY) {
    return t('configuration.manual');
  }
  return health.nextSync ? undefined : t('lastSync.noSchedule');
}

/** When the next scheduled sync is due. */
export function NextRun(props: NextRunProps) {
  const { nextSync } = props.health;
  const { t, formatDateTime, formatMinute, formatRelativeTime } =
    useStaticDataTranslation();
  const whyNot = useWhyNoRun(props);
  if (whyNot || !nextSync) {
    return <>{whyNot}</>;
  }
  const isDue = Date.parse(nextSync) <= Date.now();
  return (
    <>
      <time dateTime={nextSync} title={formatDateTime(nextSync)}>
        {isDue ? t('lastSync.dueNow') : formatRelativeTime(nextSync)}
      </time>
      {!isDue && ` · ${formatMinute(nextSync)}`}
    </>
  );
}

/** That a scheduled sync is overdue, if one is. */
export function Overdue(props: NextRunProps) {
  const { lateBy } = props.health;
  const { t, formatSpan } = useStaticDataTranslation();
  return useWhyNoRun(props) || lateBy <= 0 ? null : (
    <IconLabel icon="warning">
      {t('lastSync.overdue', { span: formatSpan(lateBy) })}
    </IconLabel>
  );
}
