import {
  isSteeringReason,
  SyncHealth,
  SyncSource,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import { useReturnToLink } from '../../hooks/useReturnToLink';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { isDataOld, SourceState, stateOf } from '../../lib/sourceStates';
import { IconLabel, StatusLabel } from '../common/labels';
import { SourceAddress, SourceLink, SyncLink } from '../common/links';
import { NextRun, Overdue } from '../common/NextRun';
import { SteeringNotice } from '../steering/SteeringNotice';
import { DataAge } from '../steering/SteeringWords';
import { LeftNote } from './LeftNote';
import { RunningLine, SourceMarks } from './SourceMarks';

const useStyles = makeStyles(theme => ({
  // what does not fit scrolls in the card, not with the page
  scroller: { position: 'relative', overflowX: 'auto' },
  table: {
    // or the stripe at the start of the rows leaves a gap between columns
    borderCollapse: 'separate',
    '& th, & td': {
      verticalAlign: 'top',
      paddingBlock: theme.spacing(1),
      paddingInline: theme.spacing(0.5, 2),
      lineHeight: theme.typography.body2.lineHeight,
      // columns are as wide as their words
      wordBreak: 'normal',
      overflowWrap: 'normal',
    },
    '& td:first-child': { paddingInlineStart: theme.spacing(1.5) },
    '& th:first-child': { paddingInlineStart: theme.spacing(2.25) },
    [theme.breakpoints.down('md')]: {
      // a card for each source
      display: 'block',
      '& tbody': { display: 'block' },
      '& thead': { position: 'absolute', clipPath: 'inset(50%)' },
      '& td, & td:first-child': {
        padding: 0,
        borderBottom: 'none',
        textAlign: 'start',
        overflowWrap: 'anywhere',
      },
      '& td span': { whiteSpace: 'normal' },
    },
  },
  row: {
    [theme.breakpoints.up('lg')]: {
      '& > td:first-child': {
        borderInlineStartWidth: theme.spacing(0.75),
        borderInlineStartStyle: 'solid',
        borderInlineStartColor: 'inherit',
      },
    },
    [theme.breakpoints.down('md')]: {
      borderInlineStartWidth: theme.spacing(0.75),
      borderInlineStartStyle: 'solid',
      display: 'grid',
      gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
      gap: theme.spacing(1, 2),
      padding: theme.spacing(1.5, 1),
      marginBottom: theme.spacing(1),
    },
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr)) auto',
      '& $whole': { gridColumn: '1 / -1' },
    },
  },
  whole: {},
  recent: {
    [theme.breakpoints.up('lg')]: { width: '18rem', minWidth: '15rem' },
  },
  age: {
    [theme.breakpoints.up('lg')]: { minWidth: '7.5rem' },
  },
  next: {
    [theme.breakpoints.up('lg')]: { minWidth: '8rem' },
  },
  head: {
    '& th': {
      fontWeight: theme.typography.fontWeightBold,
      color: theme.palette.text.secondary,
    },
  },
  label: {
    ...theme.typography.caption,
    display: 'none',
    color: theme.palette.text.secondary,
    [theme.breakpoints.down('md')]: { display: 'block' },
  },
  name: theme.typography.subtitle1,
  reason: {
    overflowWrap: 'anywhere',
    // among other words, colour alone would not tell a link
    '& a': { textDecoration: 'underline' },
  },
  UNKNOWN: { borderInlineStartColor: theme.palette.status.pending },
  HEALTHY: { borderInlineStartColor: theme.palette.status.ok },
  DEGRADED: { borderInlineStartColor: theme.palette.status.warning },
  UNHEALTHY: { borderInlineStartColor: theme.palette.status.error },
  left: { borderInlineStartColor: theme.palette.status.aborted },
}));

/** One row for each source, in the order of the list; on a narrow page, a card. */
export function SourceTable(props: { sources: SyncSource[] }) {
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const ref = useReturnToLink<HTMLDivElement>();
  return (
    <div ref={ref} className={classes.scroller}>
      {/* roles, which another display would take away */}
      <Table size="small" role="table" className={classes.table}>
        <TableHead role="rowgroup" className={classes.head}>
          <TableRow role="row">
            {[
              t('sources.source'),
              t('sources.health'),
              t('recentSyncs.title'),
              t('lastSync.dataAsOf'),
              t('configuration.nextRun'),
            ].map(column => (
              <TableCell key={column} role="columnheader">
                {column}
              </TableCell>
            ))}
            <TableCell role="columnheader" align="right">
              {t('sources.entities')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody role="rowgroup">
          {props.sources.map(source => (
            <SourceRow key={source.id} source={source} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function SourceRow(props: { source: SyncSource }) {
  const { source } = props;
  const { id, configuration, health, dataAsOf, latestSync, runningSync } =
    source;
  const { t, formatCount } = useStaticDataTranslation();
  const classes = useStyles();
  const state = stateOf(source);
  const age = dataAsOf && (
    <DataAge dataAsOf={dataAsOf} pin={source.steering.pin} />
  );
  const label = (text: string): ReactNode => (
    // the header says it where there is one
    <span className={classes.label} aria-hidden>
      {text}
    </span>
  );

  return (
    <TableRow role="row" className={`${classes.row} ${classes[state]}`}>
      <TableCell role="cell" className={classes.whole}>
        <div className={classes.name}>
          <SourceLink sourceId={id} />
        </div>
        {configuration && (
          <Typography variant="body2" color="textSecondary">
            <SourceAddress configuration={configuration} />
          </Typography>
        )}
      </TableCell>
      <TableCell role="cell" className={classes.whole}>
        <StateLabel state={state} />
        {health && <Reason health={health} latestSync={latestSync} />}
        <SteeringNotice steering={source.steering} />
        {state === 'left' && <LeftNote source={source} />}
      </TableCell>
      <TableCell role="cell" className={`${classes.whole} ${classes.recent}`}>
        <SourceMarks source={source} />
        {runningSync && <RunningLine running={runningSync} />}
      </TableCell>
      <TableCell role="cell" className={classes.age}>
        {label(t('lastSync.dataAsOf'))}
        {health && isDataOld(source, latestSync) ? (
          <IconLabel icon="warning">{age}</IconLabel>
        ) : (
          age || '–'
        )}
      </TableCell>
      <TableCell role="cell" className={classes.next}>
        {label(t('configuration.nextRun'))}
        {health ? (
          <>
            <NextRun {...source} health={health} />{' '}
            <Overdue {...source} health={health} />
          </>
        ) : (
          '–'
        )}
      </TableCell>
      <TableCell role="cell" align="right">
        {label(t('sources.entities'))}
        {formatCount(source.entityCount)}
      </TableCell>
    </TableRow>
  );
}

/** What is wrong first of all: if the latest sync found an error, that one. */
function Reason(props: {
  health: SyncHealth;
  latestSync: SyncSource['latestSync'];
}) {
  const { health, latestSync } = props;
  const classes = useStyles();
  const reason = health.reasons.find(text => !isSteeringReason(text));
  if (!reason) {
    return null;
  }
  const [error] = latestSync?.errors ?? [];
  return (
    <Typography variant="body2" className={classes.reason}>
      {latestSync && error ? (
        <>
          {error.error}{' '}
          <SyncLink syncId={latestSync.id}>#{latestSync.number}</SyncLink>
        </>
      ) : (
        reason
      )}
    </Typography>
  );
}

function StateLabel(props: { state: SourceState }) {
  const { state } = props;
  const { t } = useStaticDataTranslation();
  return state === 'left' ? (
    <IconLabel icon="aborted">{t('sources.left')}</IconLabel>
  ) : (
    <StatusLabel status={state} />
  );
}
