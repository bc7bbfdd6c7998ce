import { SyncHealth } from '@internal/plugin-static-data-common';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { IconLabel } from './labels';

/** When the next scheduled sync is due, and whether one is overdue. */
export function NextRun(props: { health: SyncHealth }) {
  const { nextSync, lateBy } = props.health;
  const { t, formatDateTime, formatMinute, formatRelativeTime, formatSpan } =
    useStaticDataTranslation();
  if (!nextSync) {
    return <>{t('lastSync.noSchedule')}</>;
  }
  const isDue = Date.parse(nextSync) <= Date.now();
  return (
    <>
      <time dateTime={nextSync} title={formatDateTime(nextSync)}>
        {isDue ? t('lastSync.dueNow') : formatRelativeTime(nextSync)}
      </time>
      {!isDue && ` · ${formatMinute(nextSync)}`}
      {lateBy > 0 && (
        <div>
          <IconLabel icon="warning">
            {t('lastSync.overdue', { span: formatSpan(lateBy) })}
          </IconLabel>
        </div>
      )}
    </>
  );
}
