import { SyncStatistics } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { lazy, ReactNode, Suspense, useId } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { CHART_HEIGHT, toGrowthSeries } from './chartData';

const EntityGrowthChart = lazy(() =>
  import('./charts').then(m => ({ default: m.EntityGrowthChart })),
);

export function EntityGrowthFigure(props: { statistics: SyncStatistics }) {
  const { period, entityGrowth } = props.statistics;
  const { t, formatCount, describeBucket } = useStaticDataTranslation();
  const series = toGrowthSeries(entityGrowth);
  const first = series.points.find(point => point.count !== null)?.count;
  const last = series.points.at(-1)?.count;

  return (
    <ChartFigure
      title={t('statistics.growthTitle')}
      summary={
        typeof first === 'number' && typeof last === 'number'
          ? t('statistics.growthSummary', {
              first: formatCount(first),
              last: formatCount(last),
            })
          : t('statistics.growthEmpty')
      }
      columns={[
        period === '24h' ? t('statistics.hour') : t('statistics.day'),
        t('statistics.entities'),
      ]}
      rows={series.points.map(point => [
        describeBucket(point.date, period),
        point.count === null ? '–' : formatCount(point.count),
      ])}
    >
      {typeof first === 'number' && (
        <EntityGrowthChart
          series={series}
          period={period}
          name={t('statistics.entities')}
        />
      )}
    </ChartFigure>
  );
}

const useStyles = makeStyles({
  figure: { position: 'relative', margin: 0, minWidth: 0 },
  dataTable: {
    position: 'absolute',
    top: 0,
    insetInlineStart: 0,
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** A chart with a title, a one-sentence summary, and its data as a table for screen readers. */
function ChartFigure(props: {
  title: string;
  summary: string;
  columns: string[];
  rows: string[][];
  /** The chart; absent where there is nothing to draw. */
  children?: ReactNode;
}) {
  const { title, summary, columns, rows, children } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const titleId = useId();

  return (
    <figure className={classes.figure} aria-labelledby={titleId}>
      <Typography variant="subtitle2" component="h3" id={titleId}>
        {title}
      </Typography>
      <Typography variant="body2" color="textSecondary" gutterBottom>
        {summary}
      </Typography>
      {children && (
        <>
          <Suspense
            fallback={
              <Skeleton
                variant="rect"
                height={CHART_HEIGHT}
                aria-label={t('statistics.loadingChart')}
              />
            }
          >
            <div role="img" dir="ltr" aria-label={`${title}: ${summary}`}>
              {children}
            </div>
          </Suspense>
          <div className={classes.dataTable}>
            <table>
              <caption>{title}</caption>
              <thead>
                <tr>
                  {columns.map(column => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(([bucket, ...values]) => (
                  <tr key={bucket}>
                    <th scope="row">{bucket}</th>
                    {values.map((value, index) => (
                      <td key={columns[index + 1]}>{value}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </figure>
  );
}
