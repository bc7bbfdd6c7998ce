import {
  Scorecard,
  SCORECARD_WEEKS,
  ScorecardFinding,
  ScorecardPage,
  ScorecardSource,
  scorecardsQuerySchema,
} from '@internal/plugin-static-data-common';
import {
  OwnerFindingChanges,
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

const DAYS_PER_WEEK = 7;

/** What there is of one owner in one source, without the findings themselves. */
type Share = Pick<
  Scorecard,
  'owner' | 'entityCount' | 'errorCount' | 'warningCount'
> &
  ScorecardSource & {
    /** What was new and fixed in each week; undefined if nothing was. */
    changes: OwnerFindingChanges['periods'] | undefined;
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
  const weeks = listWeeks(now);
  const shares = (
    await mapSources(sources, id =>
      readShares(store.ofSource(id), weeks, owner),
    )
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
      toScorecard(ref, ofOwner, { weeks, findings: findings[ref] ?? [] }),
    ),
    from: weeks[0],
    total: byOwner.length,
    hasMore: rest.length > limit,
  };
}

/**
 * The starts of the weeks, of which the last ends with today: the same for a whole day, so that the counts are
 * read once, and not for every request.
 */
function listWeeks(now: Date): string[] {
  return Array.from({ length: SCORECARD_WEEKS }, (_, index) => {
    const daysAgo = (SCORECARD_WEEKS - index) * DAYS_PER_WEEK - 1;
    const start = new Date(now);
    start.setUTCHours(0, 0, 0, 0);
    start.setUTCDate(start.getUTCDate() - daysAgo);
    return start.toISOString();
  });
}

async function readShares(
  store: SourceStore,
  weeks: string[],
  owner: string | undefined,
): Promise<Share[]> {
  const { sourceId, ownerFindings } = store;
  const { lastAppliedSyncId, lastAppliedAt } = await store.state.get();
  const [{ pin }, entities, open, changes] = await Promise.all([
    store.steering.get(),
    store.snapshot.countByOwner(owner),
    lastAppliedSyncId ? ownerFindings.count(lastAppliedSyncId, owner) : [],
    ownerFindings.countChanges(weeks, owner),
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
      changes: changesByOwner.get(ref)?.periods,
      dataAsOf: lastAppliedAt ?? null,
      syncId: lastAppliedSyncId ?? null,
      pin,
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
  given: {
    weeks: string[];
    findings: Array<ScorecardFinding & { owner?: string }>;
  },
): Scorecard {
  const trend = given.weeks.map((date, index) => ({
    date,
    new: sumBy(shares, ({ changes }) => changes?.[index].new ?? 0),
    fixed: sumBy(shares, ({ changes }) => changes?.[index].fixed ?? 0),
  }));
  return {
    owner,
    entityCount: sumBy(shares, 'entityCount'),
    errorCount: sumBy(shares, 'errorCount'),
    warningCount: sumBy(shares, 'warningCount'),
    findings: orderBy(given.findings, ['severity', 'source']).map(
      ({ owner: _, ...finding }) => finding,
    ),
    newCount: sumBy(trend, 'new'),
    fixedCount: sumBy(trend, 'fixed'),
    trend,
    sources: sortBy(shares, 'source').map(
      ({ source, entityCount, dataAsOf, syncId, pin }) => ({
        source,
        entityCount,
        dataAsOf,
        syncId,
        pin,
      }),
    ),
  };
}
