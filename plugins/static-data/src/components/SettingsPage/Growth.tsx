import { Link } from '@backstage/core-components';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import union from 'lodash/union';
import { useKindLabel } from '../../hooks/useKindLabel';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Step, toAxis, toGrowthByKind } from '../../lib/growth';
import { TimeAxis, toPercent } from '../../lib/timeline';
import { ENTITY_KINDS } from '../../translation';
import { ChosenFilters, useHistoryLink } from './useHistoryFilters';

const useStyles = makeStyles(theme => ({
  list: {
    ...theme.typography.body2,
    display: 'grid',
    gridTemplateColumns: 'auto auto auto minmax(3rem, 1fr)',
    gap: theme.spacing(0.25, 1),
    margin: 0,
    '& > div': { display: 'contents' },
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, textAlign: 'end' },
  },
  chart: {
    display: 'flex',
    gap: theme.spacing(0.5),
    '&:hover': { backgroundColor: theme.palette.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
  },
  axis: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-between',
    flex: 'none',
    fontSize: '0.625rem',
    lineHeight: 1,
    color: theme.palette.text.secondary,
  },
  line: {
    display: 'block',
    flex: 1,
    minWidth: 0,
    height: '1.25rem',
    fill: 'none',
    stroke: theme.palette.text.secondary,
    strokeWidth: 1.5,
  },
}));

/** How many entities of each kind there are, and how that has changed with the syncs. */
export function GrowthByKind(props: {
  /** Newest first. */
  syncs: SyncHistoryRecord[];
  axis: TimeAxis;
}) {
  const { syncs, axis } = props;
  const { t, formatCount } = useStaticDataTranslation();
  const labelOf = useKindLabel();
  const classes = useStyles();
  const growth = toGrowthByKind(syncs);
  const kinds = union(ENTITY_KINDS, [...growth.keys()]);

  return (
    <dl className={classes.list} aria-label={t('growth.title')}>
      {kinds.map(kind => {
        const steps = growth.get(kind);
        if (!steps) {
          return null;
        }
        const last = steps[steps.length - 1].count;
        return (
          <div key={kind}>
            <dt>{labelOf(kind)}</dt>
            <dd>{formatCount(last)}</dd>
            <dd>
              <Difference value={last - steps[0].count} />
            </dd>
            <dd>
              <GrowthLine
                steps={steps}
                axis={axis}
                label={t('growth.showChangesOf', { kind: labelOf(kind) })}
                changes={{ from: new Date(axis.start).toISOString() }}
              />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** A difference with its sign; nothing where there is none. */
function Difference(props: { value: number }) {
  const { t, formatDifference } = useStaticDataTranslation();
  const { value } = props;
  return value === 0 ? null : (
    <span title={t('growth.difference')}>{formatDifference(value)}</span>
  );
}

/**
 * A number over time, as steps on an axis with its lowest and highest value; it leads to the syncs that
 * changed something.
 */
export function GrowthLine(props: {
  steps: Step[];
  axis: TimeAxis;
  /** Where it leads, in words. */
  label: string;
  /** The time of these syncs. */
  changes: Pick<ChosenFilters, 'from' | 'within'>;
}) {
  const { steps, axis, label, changes } = props;
  const { formatCount } = useStaticDataTranslation();
  const toHistory = useHistoryLink();
  const classes = useStyles();
  const { bottom, top } = toAxis(steps.map(({ count }) => count));
  const path = steps.map(({ time, count }, index) => {
    const x = toPercent(time, axis);
    const y = (100 * (top - count)) / (top - bottom);
    return index === 0 ? `M${x},${y}` : `H${x}V${y}`;
  });
  return (
    <Link
      to={toHistory({ ...changes, changed: true, dryRun: false })}
      className={classes.chart}
      aria-label={label}
      title={label}
    >
      <svg
        className={classes.line}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        aria-hidden
      >
        <path d={`${path.join('')}H100`} vectorEffect="non-scaling-stroke" />
      </svg>
      <span className={classes.axis} aria-hidden>
        <span>{formatCount(top)}</span>
        <span>{formatCount(bottom)}</span>
      </span>
    </Link>
  );
}
