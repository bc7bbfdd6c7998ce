import { CopyTextButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  QuietNeighbours,
  SyncHistoryRecord,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import uniq from 'lodash/uniq';
import { ReactNode } from 'react';
import { useReturnToLink } from '../../hooks/useReturnToLink';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useSyncWords } from '../../hooks/useSyncWords';
import { useUrlParameter } from '../../hooks/useUrlParameter';
import { groupQuietSyncs } from '../../lib/quietSyncs';
import { RelativeTime } from '../common/facts';
import { StatusLabel, SyncTypeLabel, TriggeredBy } from '../common/labels';
import { Revision, SourceLink, SyncLink } from '../common/links';
import { syncRouteRef } from '../../routes';

const useStyles = makeStyles(theme => ({
  // a narrow table scrolls sideways instead of wrapping
  scroller: { position: 'relative', overflowX: 'auto' },
  table: {
    minWidth: '60rem',
    '& th, & td': {
      whiteSpace: 'nowrap',
      // the same at both sides, as cells may have the direction of what is in them
      padding: theme.spacing(0.25, 1),
      // cells hide what is beyond their lines, and icons make some of them higher than others
      lineHeight: 1.4,
      verticalAlign: 'baseline',
    },
    [theme.breakpoints.down('md')]: {
      // where columns would be cut off, an item of two lines for each sync
      display: 'block',
      minWidth: 0,
      '& tbody, & $group, & $group td': { display: 'block' },
      '& thead': { position: 'absolute', clipPath: 'inset(50%)' },
      '& td, & td:last-child': { padding: 0, borderBottom: 'none' },
      '& $group td': { whiteSpace: 'normal' },
    },
  },
  group: {},
  sync: {
    // where nothing can hover, it is always there
    '@media (hover: hover)': {
      '&:not(:hover) $copy:not(:focus-within)': { opacity: 0 },
    },
    [theme.breakpoints.down('md')]: {
      display: 'grid',
      gridTemplateColumns: 'repeat(12, minmax(0, 1fr))',
      columnGap: theme.spacing(0.5),
      alignItems: 'baseline',
      padding: theme.spacing(0.5, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      '& $text': { width: 'auto', maxWidth: 'none' },
      '& $source': { gridColumn: '1 / 13', order: -1 },
      '& > :nth-child(1)': { gridColumn: '1 / 6' },
      '& > :nth-child(2)': { gridColumn: '6 / 9' },
      '& $started': { gridColumn: '9 / 13', textAlign: 'end' },
      '& $words': { gridColumn: '1 / 7' },
      '& $commit': { gridColumn: '7 / 13' },
      '& $aside': { display: 'none' },
    },
    [theme.breakpoints.only('md')]: {
      // the first line has room for everything but texts
      '& > :nth-child(1)': { gridColumn: '1 / 4' },
      '& > :nth-child(2)': { gridColumn: '4 / 6' },
      '& $started': { gridColumn: '6 / 8', textAlign: 'start' },
      '& $aside': { display: 'block', gridColumn: '8 / 12' },
      '& $aside:last-child': { gridColumn: '12 / 13' },
      '& $words, & $commit': { order: 1 },
    },
  },
  number: {
    // it has no letters that would tell a direction
    '[dir="rtl"] &&': { unicodeBidi: 'isolate' },
  },
  source: {},
  started: {},
  words: {},
  commit: {},
  aside: {},
  copy: {
    display: 'inline-flex',
    verticalAlign: 'middle',
    '& button': { padding: 0, marginInlineStart: theme.spacing(0.5) },
    '& svg': { fontSize: '1rem' },
  },
  head: {
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
export function HistoryRows(props: {
  records: SyncHistoryRecord[];
  /** How many more that changed nothing come next on other pages. */
  quietNeighbours: QuietNeighbours;
  /** Whether they may be of different sources. */
  namesSources?: boolean;
}) {
  const { records, quietNeighbours, namesSources = false } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const ref = useReturnToLink<HTMLDivElement>(records[0].startTime);
  const [opened, setOpened] = useUrlParameter('opened');
  const groups = groupQuietSyncs(records);
  const openedNames = opened.split(',').filter(Boolean);
  const columns = [
    t('sync.status'),
    t('syncPage.title'),
    ...(namesSources ? [t('sources.source')] : []),
    t('sync.started'),
    t('history.summary'),
    t('sync.commit'),
    t('sync.triggeredBy'),
  ];

  return (
    <div ref={ref} className={classes.scroller}>
      {/* roles, which another display would take away */}
      <Table size="small" role="table" className={classes.table}>
        <TableHead role="rowgroup" className={classes.head}>
          <TableRow role="row">
            {columns.map(column => (
              <TableCell key={column} role="columnheader">
                {column}
              </TableCell>
            ))}
            <TableCell align="right" role="columnheader">
              {t('sync.duration')}
            </TableCell>
          </TableRow>
        </TableHead>
        {/* one for all of them, as the stripes are counted within it */}
        <TableBody role="rowgroup">
          {groups.map((group, index) => {
            // the oldest, which stays the same while syncs are added
            const { source, number } = group[group.length - 1];
            const name = namesSources ? `${source}-${number}` : String(number);
            const others = openedNames.filter(other => other !== name);
            const isOpen = others.length < openedNames.length;
            return (
              <QuietGroup
                key={group[group.length - 1].id}
                syncs={group}
                onOtherPages={
                  (index === 0 ? quietNeighbours.newer : 0) +
                  (index === groups.length - 1 ? quietNeighbours.older : 0)
                }
                namesSources={namesSources}
                isOpen={isOpen}
                onToggle={() =>
                  setOpened([...others, ...(isOpen ? [] : [name])].join(','))
                }
                columns={columns.length + 1}
              >
                {group.map(sync => (
                  <SyncRow
                    key={sync.id}
                    sync={sync}
                    namesSource={namesSources}
                  />
                ))}
              </QuietGroup>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}

function QuietGroup(props: {
  /** Newest first; a single one is shown as it is. */
  syncs: SyncHistoryRecord[];
  /** How many more of them are on other pages. */
  onOtherPages: number;
  namesSources: boolean;
  isOpen: boolean;
  onToggle: () => void;
  columns: number;
  children: ReactNode;
}) {
  const { syncs, onOtherPages, namesSources, isOpen, onToggle } = props;
  const { columns, children } = props;
  const { t, countParams, formatCount } = useStaticDataTranslation();
  const classes = useStyles();

  if (syncs.length === 1) {
    return children;
  }
  return (
    <>
      <TableRow role="row" className={classes.group}>
        <TableCell role="cell" colSpan={columns}>
          <Button
            size="small"
            className={classes.button}
            aria-expanded={isOpen}
            startIcon={isOpen ? <ExpandLessIcon /> : <ExpandMoreIcon />}
            onClick={onToggle}
          >
            {t(onOtherPages > 0 ? 'history.quietOnPages' : 'history.quiet', {
              ...countParams(syncs.length + onOtherPages),
              shown: formatCount(syncs.length),
            })}
          </Button>
          {namesSources
            ? uniq(syncs.map(({ source }) => source)).join(', ')
            : `#${syncs[syncs.length - 1].number} – #${syncs[0].number}`}
          {', '}
          <RelativeTime time={syncs[0].startTime} />
        </TableCell>
      </TableRow>
      {isOpen && children}
    </>
  );
}

function SyncRow(props: { sync: SyncHistoryRecord; namesSource: boolean }) {
  const { sync, namesSource } = props;
  const { commit, errors, unreadable } = sync;
  const { t, formatDuration } = useStaticDataTranslation();
  const describe = useSyncWords();
  const toSync = useRouteRef(syncRouteRef);
  const classes = useStyles();
  const words = describe(sync);
  const explanation =
    unreadable && t('syncPage.unreadable', { fields: unreadable.join(', ') });
  const result = toSyncResult(sync);
  const hint = result === 'FAILURE' ? errors?.[0]?.hint : undefined;
  const author =
    commit?.author && t('sync.commitBy', { author: commit.author });
  const subject = commit?.message.split('\n')[0];

  return (
    <TableRow hover role="row" className={classes.sync}>
      <TableCell role="cell">
        <StatusLabel status={result} />
      </TableCell>
      <TableCell role="cell" className={classes.number}>
        <SyncLink syncId={sync.id}>#{sync.number}</SyncLink>
        <span className={classes.copy}>
          <CopyTextButton
            text={new URL(toSync({ syncId: sync.id }), document.baseURI).href}
            tooltipText={t('history.copied')}
            aria-label={t('history.copyLink', { number: String(sync.number) })}
          />
        </span>
      </TableCell>
      {namesSource && (
        <TableCell role="cell" className={classes.source}>
          <SourceLink sourceId={sync.source} />
        </TableCell>
      )}
      <TableCell role="cell" className={classes.started}>
        <RelativeTime time={sync.startTime} />
      </TableCell>
      <TableCell
        role="cell"
        className={`${classes.text} ${classes.words}`}
        title={explanation ?? [words, hint].filter(Boolean).join(' – ')}
      >
        {words}
      </TableCell>
      <TableCell
        role="cell"
        dir="auto"
        className={`${classes.text} ${classes.commit}`}
        title={[subject, author].filter(Boolean).join(' ') || undefined}
      >
        <Revision sync={sync} /> {subject} {author}
      </TableCell>
      <TableCell role="cell" className={classes.aside}>
        <SyncTypeLabel sync={sync} />
        {sync.triggeredBy && (
          <>
            {' · '}
            <TriggeredBy sync={sync} />
          </>
        )}
      </TableCell>
      <TableCell role="cell" align="right" className={classes.aside}>
        {formatDuration(sync.durationMs)}
      </TableCell>
    </TableRow>
  );
}
