import { SyncHealth, SyncSettings } from '@internal/plugin-static-data-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ReactNode, useId } from 'react';
import { branchUrl, hasBranches } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Fact, FactList, RelativeTime } from '../common/facts';
import { IconLabel, StatusLabel } from '../common/labels';
import { Revision, SyncLink, WebLink } from '../common/links';
import { StatusReasons } from './StatusReasons';
import { useShownSync } from './useShownSync';

const useStyles = makeStyles(theme => ({
  root: {
    marginBottom: theme.spacing(3),
    padding: theme.spacing(2),
    borderInlineStartWidth: theme.spacing(0.75),
    borderInlineStartStyle: 'solid',
  },
  summary: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    columnGap: theme.spacing(5),
    rowGap: theme.spacing(1.5),
  },
  label: { color: theme.palette.text.secondary },
  facts: { flex: '1 1 24rem', minWidth: 0 },
  UNKNOWN: { borderInlineStartColor: theme.palette.status.pending },
  HEALTHY: { borderInlineStartColor: theme.palette.status.ok },
  DEGRADED: { borderInlineStartColor: theme.palette.status.warning },
  UNHEALTHY: { borderInlineStartColor: theme.palette.status.error },
}));

/** Whether the catalog can be trusted, and why not; how fresh it is, and what can be done. */
export function StatusHeader(props: {
  settings: SyncSettings;
  /** What the reader can do. */
  children: ReactNode;
}) {
  const { settings, children } = props;
  const { status } = settings.health;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const titleId = useId();

  return (
    <Paper
      component="section"
      aria-labelledby={titleId}
      className={`${classes.root} ${classes[status]}`}
    >
      <div className={classes.summary}>
        <div>
          <Typography
            variant="body2"
            component="h2"
            id={titleId}
            className={classes.label}
          >
            {t('health.title')}
          </Typography>
          <Typography variant="h5" component="p">
            <StatusLabel status={status} />
          </Typography>
        </div>
        <div className={classes.facts}>
          <StatusFacts settings={settings} />
        </div>
        {children}
      </div>
      <StatusReasons settings={settings} />
    </Paper>
  );
}

function StatusFacts(props: { settings: SyncSettings }) {
  const { latestSync, health, configuration } = props.settings;
  const { dataAsOf } = health;
  const { repository, branch, url } = configuration;
  const { t, formatPercent } = useStaticDataTranslation();
  const shownSync = useShownSync(props.settings);
  // after a failure the data is older than the last sync
  const isOld =
    dataAsOf !== null && latestSync !== null && dataAsOf < latestSync.startTime;
  const dataAge = dataAsOf && <RelativeTime time={dataAsOf} />;

  return (
    <FactList layout="columns">
      <Fact label={t('lastSync.title')}>
        {latestSync ? (
          <SyncLink syncId={latestSync.id}>
            #{latestSync.number} · <RelativeTime time={latestSync.startTime} />
          </SyncLink>
        ) : (
          t('lastSync.never')
        )}
      </Fact>
      {dataAge && (
        <Fact label={t('lastSync.dataAsOf')}>
          {isOld ? <IconLabel icon="warning">{dataAge}</IconLabel> : dataAge}
        </Fact>
      )}
      <Fact label={t('source.revision')}>
        {shownSync ? <Revision sync={shownSync} /> : t('source.none')}
      </Fact>
      <Fact label={t('configuration.nextRun')}>
        <NextRun health={health} />
      </Fact>
      <Fact label={t('uptime.title')}>
        <span title={t('uptime.description')}>
          {latestSync ? formatPercent(health.uptime) : '–'}
        </span>
      </Fact>
      <Fact label={t('configuration.repository')}>
        <WebLink to={url}>{repository}</WebLink>
        {hasBranches(configuration) && (
          <>
            {' · '}
            <WebLink to={branchUrl(configuration)}>{branch}</WebLink>
          </>
        )}
      </Fact>
    </FactList>
  );
}

function NextRun(props: { health: SyncHealth }) {
  const { nextSync, lateBy } = props.health;
  const { t, formatDateTime, formatRelativeTime, formatSpan } =
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
