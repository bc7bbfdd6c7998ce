import {
  Scorecard,
  SCORECARD_DAYS,
  ScorecardFinding,
  ScorecardPage,
  scorecardsQuerySchema,
} from '@internal/plugin-static-data-common';
import {
  SourceStore,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import groupBy from 'lodash/groupBy';
import orderBy from 'lodash/orderBy';
import sortBy from 'lodash/sortBy';
import sumBy from 'lodash/sumBy';
import { z } from 'zod';
import { mapSources } from './SourceService';

/** Of each owner and source; the page of the sync has all of them. */
const MAX_FINDINGS = 5;

const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/** What there is of one owner in one source, without the findings themselves. */
type Share = Omit<Scorecard, 'findings' | 'sources'> & {
  source: string;
  dataAsOf: string | null;
  syncId: string | null;
};

/**
 * A page of scorecards, in the order of the refs of their owners.
 *
 * @param sources - ids of those that are looked at
 */
export async function listScorecards(
  store: Pick<StaticDataStore, 'ofSource'>,
  sources: string[],
  query: Pick<z.output<typeof scorecardsQuerySchema>, 'owner' | 'limit'> & {
    /** Only owners that sort after this one. */
    afterOwner?: string;
  },
  now = new Date(),
): Promise<
  Pick<ScorecardPage, 'scorecards' | 'from'> & {
    total: number;
    hasMore: boolean;
  }
> {
  const { owner, limit, afterOwner } = query;
  const from = toFirstDay(now).toISOString();
  const shares = (
    await mapSources(sources, id => readShares(store.ofSource(id), from, owner))
  ).flat();
  const byOwner = sortBy(Object.entries(groupBy(shares, 'owner')), '0');
  const rest = byOwner.filter(([ref]) => !afterOwner || ref > afterOwner);
  const page = rest.slice(0, limit);
  const findings = groupBy(
    await listFindings(
      store,
      page.flatMap(([, ofOwner]) => ofOwner),
    ),
    'owner',
  );
  return {
    scorecards: page.map(([ref, ofOwner]) =>
      toScorecard(ref, ofOwner, findings[ref] ?? []),
    ),
    from,
    total: byOwner.length,
    hasMore: rest.length > limit,
  };
}

/** The same for a whole day, so that the counts are read once, and not for every request. */
function toFirstDay(now: Date): Date {
  const first = new Date(now.getTime() - SCORECARD_DAYS * MILLISECONDS_PER_DAY);
  first.setUTCHours(0, 0, 0, 0);
  return first;
}

async function readShares(
  store: SourceStore,
  from: string,
  owner: string | undefined,
): Promise<Share[]> {
  const { sourceId, ownerFindings } = store;
  const { lastAppliedSyncId, lastAppliedAt } = await store.state.get();
  const [entities, open, changes] = await Promise.all([
    store.snapshot.countByOwner(owner),
    lastAppliedSyncId ? ownerFindings.count(lastAppliedSyncId, owner) : [],
    ownerFindings.countChanges(from, owner),
  ]);
  const openByOwner = groupBy(
    open.filter(({ state }) => state !== 'fixed'),
    'owner',
  );
  const changesByOwner = new Map(changes.map(each => [each.owner, each]));
  const owners = new Set([
    ...entities.keys(),
    ...Object.keys(openByOwner),
    ...changesByOwner.keys(),
  ]);
  return [...owners].map(ref => {
    const count = (severity: 'error' | 'warning') =>
      sumBy(
        openByOwner[ref]?.filter(total => total.severity === severity),
        'lasting',
      );
    return {
      owner: ref,
      source: sourceId,
      entityCount: entities.get(ref) ?? 0,
      errorCount: count('error'),
      warningCount: count('warning'),
      newCount: changesByOwner.get(ref)?.new ?? 0,
      fixedCount: changesByOwner.get(ref)?.fixed ?? 0,
      dataAsOf: lastAppliedAt ?? null,
      syncId: lastAppliedSyncId ?? null,
    };
  });
}

/** The first findings of each of the owners in each of the sources. */
async function listFindings(
  store: Pick<StaticDataStore, 'ofSource'>,
  shares: Share[],
): Promise<Array<ScorecardFinding & { owner?: string }>> {
  const withFindings = shares.filter(
    ({ errorCount, warningCount }) => errorCount + warningCount > 0,
  );
  const bySource = Object.entries(groupBy(withFindings, 'source'));
  const found = await mapSources(bySource, async ([source, ofSource]) => {
    // Those with findings have a sync that they are of.
    const syncId = ofSource[0].syncId!;
    const first = await store.ofSource(source).ownerFindings.listFirst(
      syncId,
      ofSource.map(({ owner }) => owner),
      { max: MAX_FINDINGS, state: ['new', 'known'], isLasting: true },
    );
    return first.map(
      ({ owner, severity, code, message, hint, file, line, entity }) => ({
        owner,
        severity,
        code,
        message,
        hint,
        file,
        line,
        entity,
        source,
        syncId,
      }),
    );
  });
  return found.flat();
}

function toScorecard(
  owner: string,
  shares: Share[],
  findings: Array<ScorecardFinding & { owner?: string }>,
): Scorecard {
  return {
    owner,
    entityCount: sumBy(shares, 'entityCount'),
    errorCount: sumBy(shares, 'errorCount'),
    warningCount: sumBy(shares, 'warningCount'),
    findings: orderBy(findings, ['severity', 'source']).map(
      ({ owner: _, ...finding }) => finding,
    ),
    newCount: sumBy(shares, 'newCount'),
    fixedCount: sumBy(shares, 'fixedCount'),
    sources: sortBy(shares, 'source').map(
      ({ source, entityCount, dataAsOf, syncId }) => ({
        source,
        entityCount,
        dataAsOf,
        syncId,
      }),
    ),
  };
}
