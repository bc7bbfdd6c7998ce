import {
  Content,
  EmptyState,
  Progress,
  ResponseErrorPanel,
} from '@backstage/core-components';
import { staticDataSyncReadPermission } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import InboxIcon from '@material-ui/icons/Inbox';
import Alert from '@material-ui/lab/Alert';
import { ReactNode } from 'react';
import { CursorPages } from '../../hooks/useCursorPages';
import { LoaderState } from '../../hooks/useLoader';
import { formatCount, formatTime } from '../../lib/formatting';
import { hasStatus } from '../../lib/hasStatus';
import { useStaticDataTranslation } from '../../translation';

/**
 * The content of a page that loads its data: a progress bar, an error, or the last value, with a
 * warning if that could not be updated since.
 */
export function LoadedContent<T>(props: {
  loader: LoaderState<T>;
  loadingLabel: string;
  /** Shown if the backend answers 404. */
  notFound?: ReactNode;
  children: (value: T) => ReactNode;
}) {
  const { value, error, reload } = props.loader;
  if (value === undefined) {
    return (
      <Content>
        {!error && <Progress aria-label={props.loadingLabel} />}
        {error &&
          ((hasStatus(error, 404) && props.notFound) || (
            <LoadError error={error} onRetry={reload} />
          ))}
      </Content>
    );
  }
  return (
    <Content>
      <LoadAlert loader={props.loader} />
      {props.children(value)}
    </Content>
  );
}

/** Says that something could not be loaded, or that what is shown is out of date. */
export function LoadAlert(props: { loader: LoaderState<unknown> }) {
  const { error, loadedAt, reload } = props.loader;
  const { t } = useStaticDataTranslation();
  if (!error) {
    return null;
  }
  return (
    <RetryAlert onRetry={reload}>
      {loadedAt
        ? t('error.stale', {
            time: formatTime(loadedAt),
            message: error.message,
          })
        : t('error.loadFailed')}
    </RetryAlert>
  );
}

function LoadError(props: { error: Error; onRetry: () => void }) {
  const { error, onRetry } = props;
  const { t } = useStaticDataTranslation();
  const retry = (
    <Button variant="outlined" onClick={onRetry}>
      {t('error.retry')}
    </Button>
  );

  if (hasStatus(error, 403)) {
    return (
      <EmptyState
        missing="info"
        title={t('error.forbiddenTitle')}
        description={t('error.forbiddenDescription', {
          permission: staticDataSyncReadPermission.name,
        })}
        action={retry}
      />
    );
  }
  return (
    <>
      <ResponseErrorPanel
        title={t('error.loadFailed')}
        error={error}
        defaultExpanded
      />
      <Box mt={2}>{retry}</Box>
    </>
  );
}

export function RetryAlert(props: {
  onRetry: () => void;
  children: ReactNode;
}) {
  const { t } = useStaticDataTranslation();
  return (
    <Alert
      severity="warning"
      action={
        <Button color="inherit" size="small" onClick={props.onRetry}>
          {t('error.retry')}
        </Button>
      }
    >
      {props.children}
    </Alert>
  );
}

const usePageFooterStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginTop: theme.spacing(2),
  },
}));

/** The footer of a paged list: how much is shown, and a button for more. */
export function PageFooter(props: { pages: CursorPages<unknown> }) {
  const { items, total, hasMore, loading, error, loadMore } = props.pages;
  const { t } = useStaticDataTranslation();
  const classes = usePageFooterStyles();
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

/** A paged list, or a message that it is empty or that nothing matches. */
export function PagedList(props: {
  pages: CursorPages<unknown>;
  isFiltered?: boolean;
  /** The message if the list is empty without filters. */
  emptyTitle: string;
  emptyDescription?: string;
  children: ReactNode;
}) {
  const { pages, isFiltered = false, emptyTitle, emptyDescription } = props;
  const { t } = useStaticDataTranslation();
  const { items, loading, error, hasMore } = pages;
  if (items.length === 0 && !loading && !error && !hasMore) {
    return (
      <EmptyMessage
        level="h3"
        title={isFiltered ? t('syncPage.noMatch') : emptyTitle}
        description={emptyDescription}
      />
    );
  }
  return (
    <>
      {props.children}
      <PageFooter pages={pages} />
    </>
  );
}

const useEmptyMessageStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(4, 2),
    textAlign: 'center',
    overflowWrap: 'anywhere',
  },
}));

/**
 * Replaces missing content. Unlike the `EmptyState` of @backstage/core-components 0.18.14, its title
 * has a heading level that fits the headings around it.
 */
export function EmptyMessage(props: {
  title: string;
  level: 'h2' | 'h3';
  description?: string;
  action?: ReactNode;
}) {
  const { title, level, description, action } = props;
  const classes = useEmptyMessageStyles();
  return (
    <div className={classes.root}>
      <InboxIcon fontSize="large" color="disabled" />
      <Typography variant="h5" component={level}>
        {title}
      </Typography>
      {description && <Typography>{description}</Typography>}
      {action}
    </div>
  );
}
