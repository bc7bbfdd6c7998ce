import {
  HeldRemoval,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  NewMessage,
  StaticDataStore,
  ToldState,
} from '@internal/plugin-static-data-node';
import groupBy from 'lodash/groupBy';
import { OWNER_NOTIFICATIONS, QueuedNotification } from './notifications';
import {
  describeDigest,
  emptyDigest,
  fromToldName,
  isWorthTelling,
  toOwnerDigests,
  toToldName,
} from './ownerDigests';

/** Of what is new, a notification says the first. */
const FIRST_FINDINGS = 3;

/** The messages about a sync, and what they tell of its source. */
export interface SyncMessages {
  messages: NewMessage[];
  told: Array<Required<Pick<ToldState, 'source' | 'name' | 'value'>>>;
}

/**
 * One message for each owner that a sync has something to tell: what is new, fixed, removed or held, not what
 * they know of.
 *
 * @param isOnlyOne - whether there are no other sources
 */
export async function listOwnerMessages(
  store: Pick<StaticDataStore, 'ofSource' | 'outbox'>,
  record: SyncHistoryRecord,
  heldRemovals: HeldRemoval[],
  isOnlyOne: boolean,
): Promise<SyncMessages> {
  // A failed sync has not looked at what concerns owners, and changes nothing of it.
  if (record.status === 'FAILURE') {
    return { messages: [], told: [] };
  }
  const { id: syncId, source: sourceId } = record;
  const { ownerFindings, changes } = store.ofSource(sourceId);
  const [states, totals, removed] = await Promise.all([
    store.outbox.listTold(sourceId),
    ownerFindings.count(syncId),
    changes.countByOwner(syncId, 'removed'),
  ]);
  const toldOpen = new Set(
    states
      .filter(({ value }) => value === 'open')
      .flatMap(({ name }) => fromToldName(name) ?? []),
  );
  const digests = toOwnerDigests(record, totals, removed, heldRemovals);
  const owners = new Set(digests.map(({ owner }) => owner));
  const noMore = [...toldOpen].filter(owner => !owners.has(owner));
  const toTell = [...digests, ...noMore.map(emptyDigest)].filter(digest =>
    isWorthTelling(digest, toldOpen.has(digest.owner)),
  );
  const newFindings = groupBy(
    await ownerFindings.listFirst(
      syncId,
      toTell
        .filter(({ newErrors, newWarnings }) => newErrors + newWarnings > 0)
        .map(({ owner }) => owner),
      { max: FIRST_FINDINGS, state: ['new'] },
    ),
    'owner',
  );
  const source = { id: sourceId, isOnlyOne };
  return {
    messages: toTell.map(digest => {
      const { owner } = digest;
      const payload: QueuedNotification = {
        ...describeDigest(source, record, digest, newFindings[owner] ?? []),
        entityRefs: [owner],
      };
      return {
        recipient: OWNER_NOTIFICATIONS,
        eventId: `owner:${syncId}:${owner}`,
        type: 'owner',
        payload,
      };
    }),
    told: toTell
      .filter(({ owner, lasting }) => lasting > 0 !== toldOpen.has(owner))
      .map(({ owner, lasting }) => ({
        source: sourceId,
        name: toToldName(owner),
        value: lasting > 0 ? 'open' : 'closed',
      })),
  };
}
