import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  describeDuration,
  describePin,
  HealthInput,
  listEntities,
  pluralize,
  SyncHealth,
  SyncHistoryRecord,
  SyncPin,
  toPagePath,
} from '@internal/plugin-static-data-common';
import {
  nameSource,
  ToldSource,
  toSourceKey,
  toSourcePage,
} from './ToldSource';

/** All values of {@link AlertName}. */
export const ALERT_NAMES = [
  'failing',
  'removals-held',
  'not-in-catalog',
  'stale',
  'pinned',
] as const;

/**
 * A state of a source that people are notified of when it begins and when it ends.
 *
 * - `failing`: the configured number of syncs in a row failed
 * - `removals-held`: removals are held that nobody has approved
 * - `not-in-catalog`: the catalog has lost or refuses entities
 * - `stale`: no sync completed when one was due
 * - `pinned`: it has been pinned to a revision for more than a week
 */
export type AlertName = (typeof ALERT_NAMES)[number];

/** A notification as the notifications service takes it. */
export type NotificationPayload = NotificationSendOptions['payload'];

/** What the alerts about a source are derived from. */
export interface AlertContext {
  source: ToldSource;
  health: Pick<SyncHealth, 'consecutiveFailures' | 'lateBy' | 'dataAsOf'>;
  /** Removals that are held and that nobody has approved. */
  heldRemovals: number;
  /** Entities that the catalog does not show as they were sent. */
  problems: HealthInput['problems'];
  /** Of the source, while it lasts. */
  pin: SyncPin | null;
  now: Date;
  /** The latest sync that is not a dry run, and that nobody cancelled. */
  latestSync?: SyncHistoryRecord;
}

/** Longer pins have probably been forgotten. */
const MAX_PINNED_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Decides which alerts are open.
 *
 * @param consecutiveFailures - the number of failures in a row from which syncs count as failing
 */
export function assessAlerts(
  {
    health,
    heldRemovals,
    problems,
    pin,
    now,
  }: Pick<AlertContext, 'health' | 'heldRemovals' | 'problems' | 'pin' | 'now'>,
  consecutiveFailures: number,
): Record<AlertName, boolean> {
  return {
    failing: health.consecutiveFailures >= consecutiveFailures,
    'removals-held': heldRemovals > 0,
    'not-in-catalog': problems.missing.count + problems.refused.count > 0,
    stale: health.lateBy > 0,
    pinned:
      pin !== null && now.getTime() - Date.parse(pin.since) > MAX_PINNED_MS,
  };
}

/** Of all notifications. */
export const TOPIC = 'static-data';

const OPEN_ALERTS: Record<
  AlertName,
  (context: AlertContext) => NotificationPayload
> = {
  failing(context) {
    const { health, latestSync } = context;
    const [error] = latestSync?.errors ?? [];
    const { consecutiveFailures: count } = health;
    return {
      title:
        count === 1 ? 'The last sync failed' : `The last ${count} syncs failed`,
      description: [
        error && `${toSentence(error.error)} ${toSentence(error.hint)}`,
        describeData(context),
      ]
        .filter(Boolean)
        .join(' '),
      severity: 'critical',
      link: toSyncPath(context),
    };
  },
  'removals-held': ({ heldRemovals, ...context }) => ({
    title: pluralize(
      heldRemovals,
      'removal is held back',
      'removals are held back',
    ),
    description:
      'So many entities would be removed from the catalog that it looks like an accident. Restore them in the source or, if this is intended, approve their removal.',
    severity: 'high',
    link: toSyncPath(context),
  }),
  'not-in-catalog': ({ problems: { missing, refused }, ...context }) => ({
    title: pluralize(
      missing.count + refused.count,
      'entity is not in the catalog as it was sent',
      'entities are not in the catalog as they were sent',
    ),
    description: [
      missing.count > 0 && `Missing, and sent again: ${listEntities(missing)}.`,
      refused.count > 0 &&
        `Refused by the catalog: ${listEntities(
          refused,
        )}. The sync that sent them says why; every sync tries again.`,
    ]
      .filter(Boolean)
      .join(' '),
    severity: 'high',
    link: toSyncPath(context),
  }),
  stale: ({ health, source, pin }) => ({
    title: 'Scheduled syncs are not running',
    description: [
      `The first sync that was missed was due ${describeDuration(
        health.lateBy,
      )} ago.`,
      'Check that the backend with the catalog is running, and its scheduled tasks.',
      describeData({ health, pin }),
    ].join(' '),
    severity: 'critical',
    link: toPagePath(toSourcePage(source)),
  }),
  pinned: ({ health, source, pin, now }) => ({
    title: 'The catalog is pinned to an old revision',
    description: [
      pin &&
        `${pin.pinnedBy} pinned it to ${describePin(pin)} ${describeDuration(
          now.getTime() - Date.parse(pin.since),
        )} ago: ${toSentence(pin.reason)}`,
      'What was pushed since is not in the catalog. Unpin the source once the reason is over.',
      describeData({ health, pin }),
    ]
      .filter(Boolean)
      .join(' '),
    severity: 'high',
    link: toPagePath(toSourcePage(source)),
  }),
};

const CLOSED_TITLES: Record<Exclude<AlertName, 'pinned'>, string> = {
  failing: 'Syncs are no longer failing',
  'removals-held': 'Removals are no longer held back',
  'not-in-catalog': 'The catalog has all entities again',
  stale: 'Scheduled syncs are running again',
};

function toClosedTitle(name: AlertName, { pin }: AlertContext): string {
  if (name !== 'pinned') {
    return CLOSED_TITLES[name];
  }
  return pin
    ? 'Another pin has taken the place of the old one'
    : 'The catalog follows its source again';
}

/** Describes that a state has begun, why, and what to do; or that it has ended. */
export function describeAlert(
  name: AlertName,
  isOpen: boolean,
  context: AlertContext,
): NotificationPayload {
  const payload = isOpen
    ? OPEN_ALERTS[name](context)
    : {
        title: toClosedTitle(name, context),
        description: describeData(context),
        severity: 'normal' as const,
        link: toSyncPath(context),
      };
  const { source } = context;
  return {
    ...payload,
    title: nameSource(source, payload.title),
    topic: TOPIC,
    // One scope for both, so that the second replaces the first.
    scope: `${TOPIC}:${toSourceKey(source, name)}`,
  };
}

/** Path of the page of the latest sync; before there is one, of that of the source. */
function toSyncPath({
  latestSync,
  source,
}: Pick<AlertContext, 'latestSync' | 'source'>): string {
  return toPagePath(
    latestSync ? { syncId: latestSync.id } : toSourcePage(source),
  );
}

function describeData({
  health,
  pin,
}: Pick<AlertContext, 'health' | 'pin'>): string {
  const { dataAsOf } = health;
  if (dataAsOf === null) {
    return 'Nothing has reached the catalog yet.';
  }
  // While it is pinned, the source may be far ahead of what a recent sync has read.
  return pin
    ? `The catalog was last synchronised at ${dataAsOf}.`
    : `The catalog shows the source as of ${dataAsOf}.`;
}

function toSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
