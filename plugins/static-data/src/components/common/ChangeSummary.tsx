import { SyncChangeType } from '@internal/plugin-static-data-common';
import Link from '@material-ui/core/Link';
import { makeStyles } from '@material-ui/core/styles';
import { useSearchParams } from 'react-router-dom';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ChangeMark } from './labels';

const COLUMNS = ['added', 'updated', 'removed', 'held', 'retained'] as const;

const useStyles = makeStyles(theme => ({
  frame: { overflowX: 'auto', marginBottom: theme.spacing(2) },
  table: {
    ...theme.typography.body2,
    borderCollapse: 'collapse',
    '& th, & td': {
      padding: theme.spacing(0.5, 1.5),
      borderBottom: `1px solid ${theme.palette.divider}`,
      fontWeight: 'inherit',
      textAlign: 'end',
      whiteSpace: 'nowrap',
    },
    '& th:first-child': { paddingInlineStart: 0, textAlign: 'start' },
    [theme.breakpoints.down('xs')]: {
      // signs above their words, which leaves room for all columns
      '& th, & td': { padding: theme.spacing(0.5) },
      '& th[scope="col"] > span': {
        ...theme.typography.caption,
        flexDirection: 'column',
        alignItems: 'flex-end',
        gap: 0,
      },
    },
  },
  none: { color: theme.palette.text.disabled },
}));

type KindCounts = Partial<Record<(typeof COLUMNS)[number], number>>;

/** How many entities of each kind changed; each number leads to those entities. */
export function ChangeSummary(props: { byKind: Record<string, KindCounts> }) {
  const { byKind } = props;
  const { t, formatCount } = useStaticDataTranslation();
  const classes = useStyles();
  const [searchParams, setSearchParams] = useSearchParams();
  const rows = Object.entries(byKind).filter(([, counts]) =>
    COLUMNS.some(column => counts[column]),
  );
  const columns = COLUMNS.filter(
    column =>
      column === 'added' ||
      column === 'updated' ||
      column === 'removed' ||
      rows.some(([, counts]) => counts[column]),
  );
  if (rows.length === 0) {
    return null;
  }
  const show = (kind: string, change: SyncChangeType) => {
    const next = new URLSearchParams(searchParams);
    next.set('kind', kind);
    next.set('change', change);
    next.delete('q');
    setSearchParams(next, { replace: true });
  };

  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <caption hidden>{t('syncPage.changesByKind')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('syncPage.kind')}</th>
            {columns.map(column => (
              <th scope="col" key={column}>
                <ChangeMark change={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([kind, counts]) => (
            <tr key={kind}>
              <th scope="row">{kind}</th>
              {columns.map(column => {
                const formatted = formatCount(counts[column] ?? 0);
                return (
                  <td key={column}>
                    {counts[column] ? (
                      <Link
                        component="button"
                        variant="body2"
                        onClick={() => show(kind, column)}
                        aria-label={t('syncPage.showChanges', {
                          kind,
                          change: t(`change.${column}`),
                          formatted,
                        })}
                      >
                        {formatted}
                      </Link>
                    ) : (
                      <span className={classes.none}>{formatted}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
