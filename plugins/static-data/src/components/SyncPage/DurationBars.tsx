import {
  RepositoryTimings,
  SYNC_PHASES,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import sumBy from 'lodash/sumBy';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { countReachedPhases } from '../../lib/phases';
import { useFirstItems } from '../common/layout';
import { PLAIN_LIST } from '../common/styles';

/** When each phase began and how long it took, the current one of a running sync included. */
export function PhaseBars(props: {
  phases: SyncPhaseTiming[];
  /** Whether to show the phases that are still to come. */
  isRunning?: boolean;
}) {
  const { phases, isRunning = false } = props;
  const { t } = useStaticDataTranslation();
  let offsetMs = 0;
  const spans = phases.map(({ phase, durationMs }): Span => {
    const span = { label: t(`phase.${phase}`), durationMs, offsetMs };
    offsetMs += durationMs;
    return span;
  });
  const toCome = isRunning ? SYNC_PHASES.slice(countReachedPhases(phases)) : [];
  return (
    <DurationBars
      spans={[
        ...spans,
        ...toCome.map(phase => ({ label: t(`phase.${phase}`) })),
      ]}
      totalMs={sumBy(phases, 'durationMs')}
    />
  );
}

const COLLAPSED_LENGTH = 5;

/** The build files that took longest to read. */
export function SlowestRepositories(props: {
  repositories: RepositoryTimings;
}) {
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
  /** Absent for what has not begun. */
  durationMs?: number;
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
              {durationMs === undefined ? '–' : formatDuration(durationMs)}
            </span>
          </Typography>
          <div className={classes.track} aria-hidden>
            {durationMs !== undefined && (
              <div
                className={classes.bar}
                style={{
                  marginInlineStart: percent(offsetMs),
                  width: percent(durationMs),
                }}
              />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
