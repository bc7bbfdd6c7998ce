import { InputError } from '@backstage/errors';
import {
  NetChange,
  NetChangeTotal,
  redactDifferences,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import {
  diffEntitiesInThread,
  unlessTooMuch,
  yieldToEventLoop,
} from '@internal/plugin-static-data-model';
import {
  EntitySpan,
  EntitySpanFilters,
  SyncChangeStore,
} from '@internal/plugin-static-data-node';

type EntityVersions = Awaited<ReturnType<SyncChangeStore['getVersions']>>;

/**
 * A page of the net changes between the states after two syncs, in the order of entity refs; the first
 * page with the totals of all.
 *
 * @throws InputError if one of the syncs is a dry run, they are of different sources, or `from` is later
 *   than `to`
 */
export async function compareSyncs(
  changes: Pick<SyncChangeStore, 'listSpans' | 'countSpans' | 'getVersions'>,
  query: Omit<EntitySpanFilters, 'source'> & {
    from: SyncHistoryRecord;
    to: SyncHistoryRecord;
    limit: number;
    afterEntityRef?: string;
  },
): Promise<{
  changes: NetChange[];
  totals?: NetChangeTotal[];
  hasMore: boolean;
}> {
  assertComparable(query.from, query.to);
  const filters = { ...query, source: query.to.source };
  const { spans, hasMore } = await changes.listSpans(filters);
  const versions = await changes.getVersions(
    spans.flatMap(({ hashBefore, hashAfter }) =>
      hashBefore && hashAfter ? [hashBefore, hashAfter] : [],
    ),
  );
  const netChanges: NetChange[] = [];
  for (const span of spans) {
    netChanges.push(await toNetChange(span, query.to, versions));
    // Comparing long texts takes milliseconds each; other requests get their turn in between.
    await yieldToEventLoop();
  }
  const totals =
    query.afterEntityRef === undefined
      ? await changes.countSpans(filters)
      : undefined;
  return { changes: netChanges, totals, hasMore };
}

function assertComparable(
  from: SyncHistoryRecord,
  to: SyncHistoryRecord,
): void {
  for (const [parameter, sync] of Object.entries({ from, to })) {
    if (sync.dryRun) {
      throw new InputError(
        `Invalid request: ${parameter}: is a dry run, which left no state behind`,
      );
    }
  }
  if (from.source !== to.source) {
    throw new InputError(
      `Invalid request: to: is a sync of the source '${to.source}', and from is one of '${from.source}'`,
    );
  }
  if (from.number > to.number) {
    throw new InputError(
      `Invalid request: from: is later than to; ask with from=${to.id} and to=${from.id}`,
    );
  }
}

async function toNetChange(
  { hashBefore, hashAfter, sourceLine, ...span }: EntitySpan,
  to: SyncHistoryRecord,
  versions: EntityVersions,
): Promise<NetChange> {
  const entity = {
    ...span,
    // In the file as another sync read it, the record may be on another line.
    ...(span.syncIds.at(-1) === to.id && { sourceLine }),
  };
  if (hashBefore === undefined) {
    return { ...entity, change: 'added' };
  }
  if (hashAfter === undefined) {
    return { ...entity, change: 'removed' };
  }
  // Either is missing if retention has deleted it.
  const before = versions.get(hashBefore);
  const after = versions.get(hashAfter);
  const differences =
    before &&
    after &&
    (await unlessTooMuch(diffEntitiesInThread(before, after)));
  return {
    ...entity,
    change: 'updated',
    differences: differences && redactDifferences(differences),
  };
}
