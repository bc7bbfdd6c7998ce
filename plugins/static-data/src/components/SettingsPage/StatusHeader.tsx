import {
  SteeringActType,
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ReactNode, useId } from 'react';
import { isDataOld } from '../../lib/sourceStates';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Fact, FactList, RelativeTime } from '../common/facts';
import { IconLabel, StatusLabel } from '../common/labels';
import { useIsNarrow } from '../common/layout';
import { Revision, SourceAddress, SyncLink } from '../common/links';
import { NextRun, Overdue } from '../common/NextRun';
import { SteeringNotice } from '../steering/SteeringNotice';
import { DataAge } from '../steering/SteeringWords';
import { StatusReasons } from './StatusReasons';
import { useHistoryLink } from './useHistoryFilters';
import { useShownSync } from './useShownSync';

/** How many lines there are below the facts of a wide page; further ones are beside them. */
const LINES = 2;

const useStyles = makeStyles(theme => ({
  root: {
    marginBottom: theme.spacing(2),
    padding: theme.spacing(1, 2),
    [theme.breakpoints.down('xs')]: { marginBottom: theme.spacing(0.75) },
    borderInlineStartWidth: theme.spacing(0.75),
    borderInlineStartStyle: 'solid',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(1, 2),
    [theme.breakpoints.up('md')]: {
      // low enough for the timeline and the latest of the history below it, whatever there is to say
      rowGap: theme.spacing(0.25),
      paddingBlock: theme.spacing(0.75),
      // the lines, and what runs beside them, are in a row of their own
      '&::after': { content: '""', flex: '0 0 100%', order: 1 },
    },
  },
  status: { order: -2 },
  label: { color: theme.palette.text.secondary },
  word: { lineHeight: 1.2 },
  facts: {
    minWidth: 0,
    // in a line of their own, where they would be in several beside the word and the button
    [theme.breakpoints.only('md')]: { flex: '0 0 100%', order: 1 },
    [theme.breakpoints.up('lg')]: { flex: '1 1 0' },
  },
  lines: {
    ...theme.typography.body2,
    flex: '1 0 100%',
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    '& > :empty': { display: 'none' },
    [theme.breakpoints.up('md')]: { gap: 0, flex: '1 1 0', order: 2 },
    [theme.breakpoints.up('lg')]: {
      display: 'grid',
      gridAutoFlow: 'column',
      gridTemplateRows: `repeat(${LINES}, auto)`,
      // what waits for somebody has at least its words, and its button besides
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridAutoColumns: 'minmax(min-content, 1.2fr)',
      alignContent: 'start',
      gap: theme.spacing(0, 3),
    },
  },
  repository: { '& dl > div': { display: 'flex', gap: theme.spacing(1) } },
  UNKNOWN: { borderInlineStartColor: theme.palette.status.pending },
  HEALTHY: { borderInlineStartColor: theme.palette.status.ok },
  DEGRADED: { borderInlineStartColor: theme.palette.status.warning },
  UNHEALTHY: { borderInlineStartColor: theme.palette.status.error },
}));

/** Whether the catalog can be trusted, and why not; how fresh it is, and what can be done. */
export function StatusHeader(props: {
  settings: SyncSettings;
  /** Newest first; absent while they are loading. */
  recentSyncs?: SyncHistoryRecord[];
  /** Called when the reader wants to end what steers the source. */
  onAct: (act: SteeringActType) => void;
  /** What waits for somebody. */
  notices?: ReactNode;
  /** What the reader can do. */
  children: ReactNode;
}) {
  const { settings, recentSyncs, onAct, notices, children } = props;
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
      <div className={classes.status}>
        <Typography
          variant="body2"
          component="h2"
          id={titleId}
          className={classes.label}
        >
          {t('health.title')}
        </Typography>
        <Typography variant="h5" component="p" className={classes.word}>
          <StatusLabel status={status} />
        </Typography>
      </div>
      <div className={classes.facts}>
        <StatusFacts settings={settings} />
      </div>
      {children}
      <div className={classes.lines}>
        <StatusReasons settings={settings} recentSyncs={recentSyncs} />
        {notices}
        <SteeringNotice oneLine steering={settings.steering} onAct={onAct} />
        <Repository settings={settings} />
      </div>
    </Paper>
  );
}

function StatusFacts(props: { settings: SyncSettings }) {
  const { latestSync, health } = props.settings;
  const { pin } = props.settings.steering;
  const { dataAsOf } = health;
  const { t, formatPercent } = useStaticDataTranslation();
  const toHistory = useHistoryLink();
  const shownSync = useShownSync(props.settings);
  const isOld = isDataOld(health, latestSync);
  const age = dataAsOf && <RelativeTime time={dataAsOf} />;
  const dataAge = dataAsOf && (
    <DataAge dataAsOf={dataAsOf} pin={pin}>
      {shownSync ? <SyncLink syncId={shownSync.id}>{age}</SyncLink> : age}
    </DataAge>
  );

  return (
    <FactList layout="line">
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
      {/* unless the pin says the same */}
      {!(pin && pin.revision === shownSync?.revision) && (
        <Fact label={t('source.revision')}>
          {shownSync ? <Revision sync={shownSync} /> : t('source.none')}
        </Fact>
      )}
      <Fact
        label={t('configuration.nextRun')}
        mark={<Overdue {...props.settings} />}
      >
        <NextRun {...props.settings} />
      </Fact>
      <Fact label={t('uptime.title')}>
        {latestSync ? (
          <Link
            to={toHistory({
              status: ['FAILURE'],
              within: '30d',
              dryRun: false,
            })}
            title={t('uptime.description')}
          >
            {formatPercent(health.uptime)}
          </Link>
        ) : (
          '–'
        )}
      </Fact>
    </FactList>
  );
}

/** Where the data is from; where there is no room for it, it is with the configuration. */
function Repository(props: { settings: SyncSettings }) {
  const { configuration, health } = props.settings;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const isNarrow = useIsNarrow();
  return isNarrow || health.reasons.length > 0 ? null : (
    <div className={classes.repository}>
      <FactList layout="line">
        <Fact label={t('configuration.repository')}>
          <SourceAddress configuration={configuration} />
        </Fact>
      </FactList>
    </div>
  );
}
