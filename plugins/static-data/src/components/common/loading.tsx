import { Content, Progress } from '@backstage/core-components';
import { staticDataSyncReadPermission } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import Snackbar from '@material-ui/core/Snackbar';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import InboxIcon from '@material-ui/icons/Inbox';
import LockIcon from '@material-ui/icons/LockOutlined';
import Alert from '@material-ui/lab/Alert';
import { ReactNode } from 'react';
import { CursorPages } from '../../hooks/useCursorPages';
import { LoaderState } from '../../hooks/useLoader';
import { hasStatus } from '../../lib/errors';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';

/**
 * The content of a page that loads its data: a progress bar, an error, or the last value, with a
 * warning if that could not be updated since. The warning lies over the page, so that it moves
 * nothing.
 */
export function LoadedContent<T>(props: {
  loader: LoaderState<T>;
  loadingLabel: string;
  /** Shown if the backend answers 404. */
  notFound?: ReactNode;
  children: (value: T) => ReactNode;
}) {
  const { value, error } = props.loader;
  if (value === undefined) {
    return (
      <Content>
        {!error && <Progress aria-label={props.loadingLabel} />}
        {error &&
          ((hasStatus(error, 404) && props.notFound) || (
            <LoadError loader={props.loader} />
          ))}
      </Content>
    );
  }
  return (
    <Content>
      {props.children(value)}
      <Snackbar
        open={Boolean(error)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      >
        <div>
          <LoadAlert loader={props.loader} />
        </div>
      </Snackbar>
    </Content>
  );
}

/** Says that something could not be loaded, or that what is shown is out of date. */
export function LoadAlert(props: {
  loader: LoaderState<unknown>;
  /** Of the heading in place of what the reader may not see; `h3` by default. */
  level?: 'h2' | 'h3';
}) {
  const { error, loadedAt, reload } = props.loader;
  const { t, describeError, formatTime } = useStaticDataTranslation();
  if (!error) {
    return null;
  }
  if (hasStatus(error, 403)) {
    return <Forbidden level={props.level} />;
  }
  return (
    <RetryAlert onRetry={reload} severity={loadedAt ? 'warning' : 'error'}>
      {loadedAt
        ? t('error.stale', {
            time: formatTime(loadedAt),
            message: describeError(error),
          })
        : t('error.loadFailed', { message: describeError(error) })}
    </RetryAlert>
  );
}

function LoadError(props: { loader: LoaderState<unknown> }) {
  const { error, reload } = props.loader;
  const { t } = useStaticDataTranslation();
  if (error && hasStatus(error, 403)) {
    return (
      <EmptyMessage
        level="h2"
        icon={LockIcon}
        title={t('error.forbiddenTitle')}
        description={t('error.forbiddenDescription', {
          permission: staticDataSyncReadPermission.name,
        })}
        action={
          <Button variant="outlined" onClick={reload}>
            {t('error.retry')}
          </Button>
        }
      />
    );
  }
  return <LoadAlert loader={props.loader} />;
}

/** In place of a part of a page that the reader may not see. */
function Forbidden(props: { level?: 'h2' | 'h3' }) {
  const { level = 'h3' } = props;
  const { t } = useStaticDataTranslation();
  return (
    <EmptyMessage
      level={level}
      icon={LockIcon}
      title={t('error.forbiddenPart')}
      description={t('error.forbiddenDescription', {
        permission: staticDataSyncReadPermission.name,
      })}
    />
  );
}

/** Says what failed, and lets the reader try again. */
export function RetryAlert(props: {
  /** `error` by default. */
  severity?: 'warning' | 'error';
  /** Of the button; `Retry` by default. */
  label?: string;
  onRetry: () => void;
  children: ReactNode;
}) {
  const { severity = 'error', label, onRetry } = props;
  const { t } = useStaticDataTranslation();
  return (
    <Alert
      severity={severity}
      action={
        <Button color="inherit" size="small" onClick={onRetry}>
          {label ?? t('error.retry')}
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
  const { t, describeError, formatCount } = useStaticDataTranslation();
  const classes = usePageFooterStyles();
  if (error && hasStatus(error, 403)) {
    return <Forbidden />;
  }
  if (error) {
    return (
      <RetryAlert onRetry={loadMore}>
        {t('changeList.loadFailed', { message: describeError(error) })}
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
        <Button
          variant="outlined"
          // keeps its focus, unlike a disabled button
          aria-disabled={loading}
          onClick={loading ? undefined : loadMore}
        >
          {t('changeList.loadMore')}
        </Button>
      )}
    </div>
  );
}

/** What makes a list read its next page when the reader is near its end. */
export function onEndOf(pages: CursorPages<unknown>): (() => void) | undefined {
  const { hasMore, loading, error, loadMore } = pages;
  return hasMore && !loading && !error ? loadMore : undefined;
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
  icon?: typeof InboxIcon;
  description?: string;
  action?: ReactNode;
}) {
  const { title, level, icon: Icon = InboxIcon, description, action } = props;
  const classes = useEmptyMessageStyles();
  return (
    <div className={classes.root}>
      <Icon fontSize="large" color="disabled" />
      <Typography variant="h5" component={level}>
        {title}
      </Typography>
      {description && <Typography>{description}</Typography>}
      {action}
    </div>
  );
}
