import { Progress } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { CursorPages } from '../../hooks';
import { formatCount } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import { RetryAlert } from './RetryAlert';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginTop: theme.spacing(2),
  },
}));

/** What stands below a list that is read page by page: how much of it is shown, and a button for more. */
export function PageFooter(props: { pages: CursorPages<unknown> }) {
  const { items, total, hasMore, loading, error, loadMore } = props.pages;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  if (error) {
    return (
      <RetryAlert onRetry={loadMore}>
        {t('changeList.loadFailed', { message: error.message })}
      </RetryAlert>
    );
  }
  if (loading && items.length === 0) {
    return <Progress aria-label={t('changeList.loading')} />;
  }
  return (
    <div className={classes.root}>
      <Typography variant="body2" color="textSecondary" role="status">
        {total === undefined
          ? t('changeList.shown', { shown: formatCount(items.length) })
          : t('changeList.shownOf', {
              shown: formatCount(items.length),
              total: formatCount(total),
            })}
      </Typography>
      {hasMore && (
        <Button variant="outlined" onClick={loadMore} disabled={loading}>
          {t('changeList.loadMore')}
        </Button>
      )}
    </div>
  );
}
