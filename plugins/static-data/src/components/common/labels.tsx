import {
  StatusAborted,
  StatusError,
  StatusOK,
  StatusPending,
  StatusWarning,
} from '@backstage/core-components';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import {
  REPOSITORY_HOST_TYPES,
  RepositoryHostType,
  SyncChangeType,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { alpha, makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { isUserRef } from '../../hooks/useActorNames';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';

const ICONS = {
  ok: StatusOK,
  warning: StatusWarning,
  error: StatusError,
  pending: StatusPending,
  aborted: StatusAborted,
};

const useStatusLabelStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    // the word, not the icon, stands on the line with the text beside it
    alignItems: 'baseline',
    '& > :first-child': { alignSelf: 'center' },
    whiteSpace: 'nowrap',
    // the icon's offset would stretch the line; its margin is at the right, wherever the word is
    '& svg': { top: 0, margin: 0 },
    gap: theme.spacing(1),
  },
}));

/** An icon and a word, as colour alone is not accessible. */
export function IconLabel(props: {
  icon: keyof typeof ICONS;
  children: ReactNode;
}) {
  const classes = useStatusLabelStyles();
  // Another release of the backend may know more than this page.
  const Icon = ICONS[props.icon] ?? StatusPending;
  return (
    <span className={classes.root}>
      {/* hidden from screen readers, so the word stays outside */}
      <Icon />
      <span>{props.children}</span>
    </span>
  );
}

const STATUS_ICONS = {
  SUCCESS: 'ok',
  PARTIAL_SUCCESS: 'warning',
  FAILURE: 'error',
  CANCELLED: 'aborted',
  UNKNOWN: 'pending',
  HEALTHY: 'ok',
  DEGRADED: 'warning',
  UNHEALTHY: 'error',
  pending: 'pending',
  confirmed: 'ok',
  failed: 'error',
  superseded: 'aborted',
} as const;

/** The status of a sync, of the health, or of the confirmation of a change. */
export function StatusLabel(props: { status: keyof typeof STATUS_ICONS }) {
  const { status } = props;
  const { t } = useStaticDataTranslation();
  return (
    <IconLabel icon={STATUS_ICONS[status]}>{t(`status.${status}`)}</IconLabel>
  );
}

const SIGNS: Record<SyncChangeType, string> = {
  added: '+',
  updated: '~',
  removed: '−',
  retained: '=',
  held: '!',
  resent: '↻',
};

const useChangeMarkStyles = makeStyles(theme => ({
  root: {
    ...theme.typography.body2,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    whiteSpace: 'nowrap',
  },
  sign: {
    width: '1.5em',
    borderRadius: theme.shape.borderRadius,
    fontFamily: 'monospace',
    fontWeight: 'bold',
    textAlign: 'center',
    backgroundColor: theme.palette.action.selected,
  },
  added: { backgroundColor: alpha(theme.palette.status.ok, 0.25) },
  updated: { backgroundColor: alpha(theme.palette.status.running, 0.25) },
  removed: { backgroundColor: alpha(theme.palette.status.error, 0.25) },
  retained: {},
  held: { backgroundColor: alpha(theme.palette.status.warning, 0.3) },
  resent: { backgroundColor: alpha(theme.palette.status.warning, 0.3) },
}));

/** What a sync did with an entity, as a sign and a word, as colour alone is not accessible. */
export function ChangeMark(props: { change: SyncChangeType }) {
  const { change } = props;
  const classes = useChangeMarkStyles();
  const { t } = useStaticDataTranslation();
  return (
    <span className={classes.root}>
      <span className={`${classes.sign} ${classes[change]}`} aria-hidden>
        {SIGNS[change]}
      </span>
      {t(`change.${change}`)}
    </span>
  );
}

export function SyncTypeLabel(props: {
  sync: Pick<SyncHistoryRecord, 'syncType' | 'dryRun'>;
}) {
  const { sync } = props;
  const { t } = useStaticDataTranslation();
  const type = t(`syncType.${sync.syncType}`);
  return <>{sync.dryRun ? `${type} · ${t('syncType.dryRun')}` : type}</>;
}

/** Recorded for syncs that a push triggered: the kind of the host, and the login. */
const PUSHER = new RegExp(`^(${REPOSITORY_HOST_TYPES.join('|')}):(.+)$`);

const HOST_NAMES: Record<string, string> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  bitbucketCloud: 'Bitbucket',
  bitbucketServer: 'Bitbucket Server',
  azure: 'Azure DevOps',
  gitea: 'Gitea',
} satisfies Record<RepositoryHostType, string>;

/** Who pushed, and where; undefined unless a push triggered the sync. */
export function readPusher(
  triggeredBy: string,
): { login: string; host: string } | undefined {
  const [, hostType, login] = triggeredBy.match(PUSHER) ?? [];
  return login ? { login, host: HOST_NAMES[hostType] } : undefined;
}

export function TriggeredBy(props: {
  sync: Pick<SyncHistoryRecord, 'syncType' | 'triggeredBy'>;
}) {
  const { syncType, triggeredBy } = props.sync;
  const { t } = useStaticDataTranslation();
  const pusher = triggeredBy && readPusher(triggeredBy);
  if (pusher) {
    return <>{t('sync.pusher', pusher)}</>;
  }
  const fallback =
    syncType === 'SCHEDULED' ? t('sync.schedule') : t('sync.unknown');
  return triggeredBy ? <Actor actor={triggeredBy} /> : <>{fallback}</>;
}

/** Somebody, or some service, who did something. */
export function Actor(props: {
  /** Entity ref of the user, or subject of the service. */
  actor: string;
}) {
  const { actor } = props;
  return isUserRef(actor) ? (
    <EntityDisplayName entityRef={actor} hideIcon />
  ) : (
    <>{actor}</>
  );
}
