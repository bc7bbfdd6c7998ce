import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  describeDuration,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { AlertName } from '@internal/plugin-static-data-node';
import { toPagePath } from '../service/pageLinks';
import { AlertFacts } from './assessAlerts';

/** A notification as the notifications service takes it. */
export type NotificationPayload = NotificationSendOptions['payload'];

/** What notifications are made of. */
export interface AlertContext extends AlertFacts {
  /** The latest sync that is not a dry run. */
  latestSync?: SyncHistoryRecord;
}

const TOPIC = 'static-data';

const OPEN_ALERTS: Record<
  AlertName,
  (context: AlertContext) => NotificationPayload
> = {
  failing({ health, latestSync }) {
    const [error] = latestSync?.errors ?? [];
    const { consecutiveFailures: count } = health;
    return {
      title:
        count === 1 ? 'The last sync failed' : `The last ${count} syncs failed`,
      description: [
        error && `${toSentence(error.error)} ${toSentence(error.hint)}`,
        describeData(health.dataAsOf),
      ]
        .filter(Boolean)
        .join(' '),
      severity: 'critical',
      link: toPagePath(latestSync?.id),
    };
  },
  'removals-held': ({ heldRemovals, latestSync }) => ({
    title:
      heldRemovals === 1
        ? '1 removal is held back'
        : `${heldRemovals} removals are held back`,
    description:
      'So much would be removed from the catalog that it looks like an accident. Restore it in the source; if it is meant, approve it.',
    severity: 'high',
    link: toPagePath(latestSync?.id),
  }),
  stale: ({ health }) => ({
    title: 'Syncs do not run when they are due',
    description: [
      `The first sync that did not come was due ${describeDuration(
        health.lateBy,
      )} ago.`,
      'Look whether the backend with the catalog runs, and at its scheduled tasks.',
      describeData(health.dataAsOf),
    ].join(' '),
    severity: 'critical',
    link: toPagePath(),
  }),
};

const CLOSED_TITLES: Record<AlertName, string> = {
  failing: 'Syncs succeed again',
  'removals-held': 'No removals are held back any more',
  stale: 'Syncs run when they are due again',
};

/** Says that a state holds, why, and what to do. */
export function describeOpenAlert(
  name: AlertName,
  context: AlertContext,
): NotificationPayload {
  return { ...OPEN_ALERTS[name](context), ...toGroup(name) };
}

/** Says that a state is over. */
export function describeClosedAlert(
  name: AlertName,
  { health, latestSync }: AlertContext,
): NotificationPayload {
  return {
    title: CLOSED_TITLES[name],
    description: describeData(health.dataAsOf),
    severity: 'normal',
    link: toPagePath(latestSync?.id),
    ...toGroup(name),
  };
}

/** The same for both, so that there is one notification for each state. */
function toGroup(name: AlertName) {
  return { topic: TOPIC, scope: `${TOPIC}:${name}` };
}

function describeData(dataAsOf: string | null): string {
  return dataAsOf === null
    ? 'Nothing has come into the catalog yet.'
    : `The catalog shows the source as of ${dataAsOf}.`;
}

function toSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
