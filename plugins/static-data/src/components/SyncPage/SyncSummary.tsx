import {
  countChangedEntities,
  RepositoryTimings,
  SyncHistoryRecord,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';
import Chip from '@material-ui/core/Chip';
import Grid from '@material-ui/core/Grid';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import {
  AbsoluteTime,
  Commit,
  Fact,
  FactList,
  RelativeTime,
  SyncOriginFacts,
} from '../common/facts';
import { StatusLabel } from '../common/labels';
import { Column, SectionCard, useFirstItems } from '../common/layout';
import { Revision } from '../common/links';
import { PLAIN_LIST } from '../common/styles';

const useSyncSummaryStyles = makeStyles(theme => ({
  mark: { margin: theme.spacing(0, 0, 0, 2) },
  sentence: { overflowWrap: 'anywhere' },
}));

export function SyncSummary(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t, formatDateTime, formatDuration } = useStaticDataTranslation();
  const classes = useSyncSummaryStyles();
  const sentence = useOutcomeSentence(sync);
  return (
    <SectionCard
      title={t('syncPage.titleOf', {
        number: String(sync.number),
        time: formatDateTime(sync.startTime),
      })}
      autoHeight
    >
      <Typography variant="h6" component="div">
        <StatusLabel status={sync.status} />
        {sync.dryRun && (
          <Chip
            size="small"
            label={t('syncType.dryRun')}
            className={classes.mark}
          />
        )}
      </Typography>
      <Typography paragraph className={classes.sentence}>
        {sentence}
      </Typography>
      <Grid container spacing={3}>
        <Column title={t('syncPage.about')}>
          <FactList>
            <SyncOriginFacts sync={sync} />
            <Fact label={t('sync.started')}>
              <AbsoluteTime time={sync.startTime} /> (
              <RelativeTime time={sync.startTime} />)
            </Fact>
            <Fact label={t('sync.duration')}>
              {formatDuration(sync.durationMs)}
            </Fact>
            <Fact label={t('sync.revision')}>
              <Revision sync={sync} />
            </Fact>
            {sync.commit && (
              <Fact label={t('sync.commit')}>
                <Commit commit={sync.commit} />
              </Fact>
            )}
          </FactList>
        </Column>
        {sync.phases.length > 0 && (
          <Column title={t('syncPage.phases')}>
            <PhaseTimeline phases={sync.phases} />
          </Column>
        )}
        {sync.repositories && (
          <Column title={t('syncPage.slowestRepositories')}>
            <SlowestRepositories repositories={sync.repositories} />
          </Column>
        )}
      </Grid>
    </SectionCard>
  );
}

/** The outcome of a sync in a sentence or two. */
function useOutcomeSentence(sync: SyncHistoryRecord): string {
  const { t, countParams, changeParams } = useStaticDataTranslation();
  const { stats, status, dryRun, errorCount, errors, drift } = sync;

  if (sync.unreadable) {
    return t('syncPage.unreadable', { fields: sync.unreadable.join(', ') });
  }

  if (status === 'FAILURE') {
    const [first] = errors ?? [];
    return first
      ? t('syncPage.nothingAppliedBecause', { reason: first.error })
      : t('syncPage.nothingApplied');
  }
  const counts = t('sync.changesSummary', changeParams(stats));
  const changed = countChangedEntities(stats) > 0;
  const changedNothing = drift
    ? t('syncPage.changedNothingInSource')
    : t('syncPage.changedNothing');
  const unchanged = dryRun ? t('syncPage.wouldChangeNothing') : changedNothing;
  const applied = dryRun
    ? t('syncPage.wouldApply', { counts })
    : t('syncPage.applied', { counts });
  return [
    changed ? applied : unchanged,
    ...(['missing', 'outdated', 'unexpected'] as const).map(
      kind =>
        drift &&
        drift[kind] > 0 &&
        t(`syncPage.${kind}`, countParams(drift[kind])),
    ),
    stats.removalsHeld > 0 &&
      t('syncPage.removalsHeld', countParams(stats.removalsHeld)),
    errorCount > 0 && t('syncPage.skipped', countParams(errorCount)),
  ]
    .filter(Boolean)
    .join(' ');
}

function PhaseTimeline(props: { phases: SyncPhaseTiming[] }) {
  const { t } = useStaticDataTranslation();
  let offsetMs = 0;
  const spans = props.phases.map(({ phase, durationMs }): Span => {
    const span = { label: t(`phase.${phase}`), durationMs, offsetMs };
    offsetMs += durationMs;
    return span;
  });
  return <DurationBars spans={spans} totalMs={offsetMs} />;
}

const COLLAPSED_LENGTH = 5;

function SlowestRepositories(props: { repositories: RepositoryTimings }) {
  const { count, slowest } = props.repositories;
  const { t, countParams } = useStaticDataTranslation();
  const spans = slowest.map(({ repository, fetchMs, parseMs }) => ({
    label: repository,
    durationMs: fetchMs + parseMs,
  }));
  const { listId, shown, button } = useFirstItems(spans, {
    length: COLLAPSED_LENGTH,
  });
  return (
    <>
      <DurationBars
        id={listId}
        spans={shown}
        totalMs={Math.max(0, ...spans.map(({ durationMs }) => durationMs))}
      />
      <Typography variant="body2" color="textSecondary">
        {t('syncPage.repositoriesAsked', countParams(count))}
      </Typography>
      {button}
    </>
  );
}

interface Span {
  label: string;
  durationMs: number;
  /** When it began, from the start of all; 0 unless given. */
  offsetMs?: number;
}

const useDurationBarsStyles = makeStyles(theme => ({
  list: { ...PLAIN_LIST },
  label: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    overflowWrap: 'anywhere',
  },
  duration: { whiteSpace: 'nowrap' },
  track: {
    height: 8,
    marginBottom: theme.spacing(1),
    borderRadius: 4,
    backgroundColor: theme.palette.action.selected,
    overflow: 'hidden',
  },
  bar: {
    height: '100%',
    minWidth: 3,
    borderRadius: 4,
    backgroundColor:
      theme.palette.type === 'dark'
        ? theme.palette.primary.light
        : theme.palette.primary.main,
  },
}));

/** Durations as numbers, and as bars on a common scale. */
function DurationBars(props: { id?: string; spans: Span[]; totalMs: number }) {
  const { id, spans, totalMs } = props;
  const { formatDuration } = useStaticDataTranslation();
  const classes = useDurationBarsStyles();
  const percent = (ms: number) => `${(100 * ms) / Math.max(totalMs, 1)}%`;
  return (
    <ol className={classes.list} id={id}>
      {spans.map(({ label, durationMs, offsetMs = 0 }) => (
        <li key={label}>
          <Typography variant="body2" component="div" className={classes.label}>
            <span>{label}</span>
            <span className={classes.duration}>
              {formatDuration(durationMs)}
            </span>
          </Typography>
          <div className={classes.track} aria-hidden>
            <div
              className={classes.bar}
              style={{
                marginInlineStart: percent(offsetMs),
                width: percent(durationMs),
              }}
            />
          </div>
        </li>
      ))}
    </ol>
  );
}
