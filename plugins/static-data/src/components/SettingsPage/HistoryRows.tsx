import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { ReactNode, useId } from 'react';
import { useReturnToLink } from '../../hooks/useReturnToLink';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useSyncWords } from '../../hooks/useSyncWords';
import { useUrlParameter } from '../../hooks/useUrlParameter';
import { groupQuietSyncs } from '../../lib/quietSyncs';
import { RelativeTime } from '../common/facts';
import { StatusLabel, SyncTypeLabel, TriggeredBy } from '../common/labels';
import { Revision, SyncLink } from '../common/links';

const useStyles = makeStyles(theme => ({
  // a narrow table scrolls sideways instead of wrapping
  scroller: { overflowX: 'auto' },
  table: {
    minWidth: '60rem',
    '& th, & td': {
      whiteSpace: 'nowrap',
      paddingTop: 2,
      paddingBottom: 2,
    },
    '& th': {
      fontWeight: theme.typography.fontWeightBold,
      color: theme.palette.text.secondary,
    },
  },
  text: {
    // as wide as the other columns leave it
    maxWidth: 0,
    width: '30%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  button: { textTransform: 'none' },
}));

/** One row for each sync; runs of syncs that changed nothing are a row that can be opened. */
export function HistoryRows(props: { records: SyncHistoryRecord[] }) {
  const { records } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const ref = useReturnToLink<HTMLDivElement>();
  const [opened, setOpened] = useUrlParameter('opened');
  const openedNumbers = opened.split(',').filter(Boolean);
  const columns = [
    t('sync.status'),
    t('syncPage.title'),
    t('sync.started'),
    t('history.summary'),
    t('sync.commit'),
    t('sync.triggeredBy'),
  ];

  return (
    <div ref={ref} className={classes.scroller}>
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            {columns.map(column => (
              <TableCell key={column}>{column}</TableCell>
            ))}
            <TableCell align="right">{t('sync.duration')}</TableCell>
          </TableRow>
        </TableHead>
        {groupQuietSyncs(records).map(group => {
          // the oldest, which stays the same while syncs are added
          const name = String(group[group.length - 1].number);
          const others = openedNumbers.filter(number => number !== name);
          const isOpen = others.length < openedNumbers.length;
          return (
            <QuietGroup
              key={group[group.length - 1].id}
              syncs={group}
              isOpen={isOpen}
              onToggle={() =>
                setOpened([...others, ...(isOpen ? [] : [name])].join(','))
              }
              columns={columns.length + 1}
            >
              {group.map(sync => (
                <SyncRow key={sync.id} sync={sync} />
              ))}
            </QuietGroup>
          );
        })}
      </Table>
    </div>
  );
}

function QuietGroup(props: {
  /** Newest first; a single one is shown as it is. */
  syncs: SyncHistoryRecord[];
  isOpen: boolean;
  onToggle: () => void;
  columns: number;
  children: ReactNode;
}) {
  const { syncs, isOpen, onToggle, columns, children } = props;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const id = useId();

  if (syncs.length === 1) {
    return <TableBody>{children}</TableBody>;
  }
  return (
    <>
      <TableBody>
        <TableRow>
          <TableCell colSpan={columns}>
            <Button
              size="small"
              className={classes.button}
              aria-expanded={isOpen}
              aria-controls={isOpen ? id : undefined}
              startIcon={isOpen ? <ExpandLessIcon /> : <ExpandMoreIcon />}
              onClick={onToggle}
            >
              {t('history.quiet', countParams(syncs.length))}
            </Button>
            {`#${syncs[syncs.length - 1].number} – #${syncs[0].number}, `}
            <RelativeTime time={syncs[0].startTime} />
          </TableCell>
        </TableRow>
      </TableBody>
      {isOpen && <TableBody id={id}>{children}</TableBody>}
    </>
  );
}

function SyncRow(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { commit, errors, unreadable } = sync;
  const { t, formatDuration } = useStaticDataTranslation();
  const describe = useSyncWords();
  const classes = useStyles();
  const words = describe(sync);
  const explanation =
    unreadable && t('syncPage.unreadable', { fields: unreadable.join(', ') });
  const hint = sync.status === 'FAILURE' ? errors?.[0]?.hint : undefined;
  const author =
    commit?.author && t('sync.commitBy', { author: commit.author });
  const subject = commit?.message.split('\n')[0];

  return (
    <TableRow hover>
      <TableCell>
        <StatusLabel status={sync.status} />
      </TableCell>
      <TableCell>
        <SyncLink syncId={sync.id}>#{sync.number}</SyncLink>
      </TableCell>
      <TableCell>
        <RelativeTime time={sync.startTime} />
      </TableCell>
      <TableCell
        className={classes.text}
        title={explanation ?? [words, hint].filter(Boolean).join(' – ')}
      >
        {words}
      </TableCell>
      <TableCell
        className={classes.text}
        title={[subject, author].filter(Boolean).join(' ') || undefined}
      >
        <Revision sync={sync} /> {subject} {author}
      </TableCell>
      <TableCell>
        <SyncTypeLabel sync={sync} />
        {sync.triggeredBy && (
          <>
            {' · '}
            <TriggeredBy sync={sync} />
          </>
        )}
      </TableCell>
      <TableCell align="right">{formatDuration(sync.durationMs)}</TableCell>
    </TableRow>
  );
}
