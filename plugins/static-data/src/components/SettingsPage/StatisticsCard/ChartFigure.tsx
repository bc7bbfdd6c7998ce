import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { ReactNode, Suspense, useId } from 'react';
import { staticDataTranslationRef } from '../../../translation';

export const CHART_HEIGHT = 240;

const useStyles = makeStyles({
  figure: {
    position: 'relative',
    margin: 0,
    minWidth: 0,
  },
  dataTable: {
    position: 'absolute',
    top: 0,
    left: 0,
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/**
 * A chart with its title, a sentence that says what it shows, and its data as a
 * table for those who cannot see it.
 */
export function ChartFigure(props: {
  title: string;
  summary: string;
  columns: string[];
  rows: string[][];
  /** The chart; absent where there is nothing to draw. */
  children?: ReactNode;
}) {
  const { title, summary, columns, rows, children } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
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
            <div role="img" aria-label={`${title}: ${summary}`}>
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
