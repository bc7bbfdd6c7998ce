import {
  RunningSync,
  SyncSource,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useRovingFocus } from '../../hooks/useRovingFocus';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useWaitWords } from '../../hooks/useWaitWords';
import { StepProgressBar } from '../common/layout';
import { SyncLink } from '../common/links';
import { MarkKind, MarkLink } from '../common/marks';
import { PLAIN_LIST } from '../common/styles';

const useStyles = makeStyles({
  list: { ...PLAIN_LIST, display: 'flex', height: 28 },
  place: { flex: '0 1 10px', minWidth: 0 },
});

/** The recent syncs of a source, the newest at the right; a single tab stop, with arrow keys to move. */
export function SourceMarks(props: { source: SyncSource }) {
  const { id, recentSyncs, runningSync } = props.source;
  const { t, formatDateTime, formatDuration } = useStaticDataTranslation();
  const classes = useStyles();
  const marks = [
    ...[...recentSyncs].reverse().map(sync => ({
      syncId: sync.id,
      kind: toSyncResult(sync) as MarkKind,
      words: t('sources.mark', {
        status: t(`status.${toSyncResult(sync)}`),
        number: String(sync.number),
        time: formatDateTime(sync.startTime),
        duration: formatDuration(sync.durationMs),
      }),
    })),
    ...(runningSync
      ? [
          {
            syncId: runningSync.id,
            kind: 'running' as const,
            words: t('recentSyncs.running', {
              number: String(runningSync.number),
            }),
          },
        ]
      : []),
  ];
  const roving = useRovingFocus(marks.map(({ syncId }) => syncId));

  if (marks.length === 0) {
    return <>{t('source.none')}</>;
  }
  return (
    // events bubble up from the links in the list; time runs from left to right, as in the charts
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ol
      dir="ltr"
      className={classes.list}
      aria-label={t('sources.marks', { source: id })}
      onKeyDown={roving.onKeyDown}
    >
      {marks.map(mark => (
        <li key={mark.syncId} className={classes.place}>
          <MarkLink {...mark} {...roving.itemProps(mark.syncId)} />
        </li>
      ))}
    </ol>
  );
}

/** How far a running sync has come. */
export function RunningLine(props: { running: RunningSync }) {
  const { id, number, phase, progress } = props.running;
  const { t, formatCount } = useStaticDataTranslation();
  const wait = useWaitWords(props.running);
  const name = t(`phase.${phase}`);
  const label = progress
    ? t('syncPage.phaseProgress', {
        phase: name,
        done: formatCount(progress.done),
        total: formatCount(progress.total),
      })
    : name;
  return (
    <>
      <Typography variant="body2">
        <SyncLink syncId={id} underline="always">
          #{number}
        </SyncLink>
        {' · '}
        {label}
        {wait && ` · ${wait}`}
      </Typography>
      <StepProgressBar label={name} progress={progress} />
    </>
  );
}
