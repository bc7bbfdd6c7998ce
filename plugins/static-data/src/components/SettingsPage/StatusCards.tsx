import {
  SyncHealth,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { RelativeTime } from '../common/facts';
import { IconLabel, StatusLabel } from '../common/labels';
import { SectionCard } from '../common/layout';

const useStyles = makeStyles(theme => ({
  reasons: {
    ...theme.typography.body2,
    margin: theme.spacing(1, 0, 0),
    paddingInlineStart: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
}));

/** The health of the synchronisation, with the reasons for it. */
export function HealthCard(props: { health: SyncHealth }) {
  const { status, reasons } = props.health;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const isAllWell = status === 'HEALTHY' && reasons.length === 0;

  return (
    <SectionCard title={t('health.title')}>
      <Typography variant="h6" component="p">
        <StatusLabel status={status} />
      </Typography>
      {isAllWell && (
        <Typography variant="body2" color="textSecondary">
          {t('health.allWell')}
        </Typography>
      )}
      {reasons.length > 0 && (
        <ul className={classes.reasons}>
          {reasons.map(reason => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}

/** When the last sync ran, how old the data is, and when the next sync is due. */
export function LastSyncCard(props: {
  latestSync: SyncHistoryRecord | null;
  health: SyncHealth;
}) {
  const { latestSync, health } = props;
  const { dataAsOf, nextSync, lateBy } = health;
  const { t, formatSpan } = useStaticDataTranslation();
  // after a failure the data is older than the last sync
  const dataIsOlder =
    dataAsOf !== null && latestSync !== null && dataAsOf < latestSync.startTime;
  const dataAge = dataAsOf && (
    <>
      {t('lastSync.dataAsOf')} <RelativeTime time={dataAsOf} />
    </>
  );

  return (
    <SectionCard title={t('lastSync.title')}>
      <Typography variant="h6" component="p">
        {latestSync ? (
          <RelativeTime time={latestSync.startTime} />
        ) : (
          t('lastSync.never')
        )}
      </Typography>
      {dataAge && (
        <Typography variant="body2" component="div">
          {dataIsOlder ? (
            <IconLabel icon="warning">{dataAge}</IconLabel>
          ) : (
            dataAge
          )}
        </Typography>
      )}
      <Typography variant="body2" color="textSecondary">
        <NextRun nextSync={nextSync} />
      </Typography>
      {lateBy > 0 && (
        <Typography variant="body2" component="div">
          <IconLabel icon="warning">
            {t('lastSync.overdue', { span: formatSpan(lateBy) })}
          </IconLabel>
        </Typography>
      )}
    </SectionCard>
  );
}

function NextRun(props: { nextSync: string | null }) {
  const { nextSync } = props;
  const { t, formatDateTime, formatRelativeTime } = useStaticDataTranslation();
  if (!nextSync) {
    return <>{t('lastSync.noSchedule')}</>;
  }
  const isDue = Date.parse(nextSync) <= Date.now();
  return (
    <time dateTime={nextSync} title={formatDateTime(nextSync)}>
      {isDue
        ? t('lastSync.dueNow')
        : t('lastSync.nextRun', { time: formatRelativeTime(nextSync) })}
    </time>
  );
}

export function UptimeCard(props: { uptime: number; hasSyncs: boolean }) {
  const { uptime, hasSyncs } = props;
  const { t, formatPercent } = useStaticDataTranslation();

  return (
    <SectionCard title={t('uptime.title')}>
      <Typography variant="h6" component="p">
        {hasSyncs ? formatPercent(uptime) : '–'}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {hasSyncs ? t('uptime.description') : t('uptime.noSyncs')}
      </Typography>
    </SectionCard>
  );
}
