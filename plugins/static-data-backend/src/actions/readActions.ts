import { parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  CONFIRMATION_STATUSES,
  entityPathSchema,
  MAX_SEARCH_LENGTH,
  quote,
  stateQuerySchema,
  staticDataSyncReadPermission,
  SYNC_CHANGE_TYPES,
  SYNC_FINDING_SEVERITIES,
  SYNC_FINDING_STATES,
  SYNC_HEALTH_STATUSES,
  SYNC_STATUSES,
  SYNC_TYPES,
  SyncChange,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { z } from 'zod/v3';
import { parseRequest } from '../http/parseRequest';
import { findSync, getEntityHistory } from '../service/lookups';
import { Action, defineAction } from './Action';
import { describeOutcome } from './describeOutcome';
import { describeProvenance } from './describeProvenance';

const common = {
  attributes: { readOnly: true, destructive: false, idempotent: true },
  permission: staticDataSyncReadPermission,
};

const limit = z.number().int().min(1).max(100);

const source = z
  .string()
  .max(63)
  .describe('Id of a source, as list-sync-sources gives it');

const listedSync = {
  syncId: z.string(),
  source: z.string().describe('Id of the source that was synchronised'),
  number: z
    .number()
    .describe(
      'What people call it by, as in #118; counts the syncs of its source',
    ),
  syncType: z.enum(SYNC_TYPES),
  triggeredBy: z.string().optional(),
  startTime: z.string(),
  durationMs: z.number(),
  status: z.enum(SYNC_STATUSES),
  dryRun: z.boolean(),
  revision: z.string().optional(),
  errorCount: z.number(),
  warningCount: z.number(),
  outcome: z.string().describe('What it did, in words'),
};

function toListedSync(record: SyncHistoryRecord) {
  return { ...record, syncId: record.id, outcome: describeOutcome(record) };
}

const listedChange = {
  change: z.enum(SYNC_CHANGE_TYPES),
  file: z.string(),
  line: z.number().optional(),
  origin: z
    .string()
    .optional()
    .describe('Which commits made the change, as far as that is known'),
  arrived: z
    .enum(CONFIRMATION_STATUSES)
    .optional()
    .describe('Whether it was seen in the catalog'),
};

function toListedChange<T extends SyncChange>(change: T) {
  return {
    ...change,
    file: change.sourceFile,
    line: change.provenance?.lines?.start ?? change.sourceLine,
    origin: change.provenance && describeProvenance(change.provenance),
    arrived: change.confirmation?.status,
  };
}

const getSyncHealth = defineAction({
  ...common,
  name: 'get-sync-health',
  title: 'Get the health of the catalog sync',
  description:
    'Says whether the software catalog is in step with the architecture repositories: healthy, degraded, unhealthy or unknown, why, as of when its data is, and when the next sync is due. Of several sources, it tells the worst.',
  input: z.object({
    source: source.optional().describe('Only of this source; all if absent'),
  }),
  output: z.object({
    source: source.optional().describe('Absent if it is that of all'),
    status: z.enum(SYNC_HEALTH_STATUSES),
    reasons: z
      .array(z.string())
      .describe('Why, in words; the most important first'),
    dataAsOf: z
      .string()
      .nullable()
      .describe('The catalog shows the source as of this time'),
    lastSuccessfulSync: z.string().nullable(),
    consecutiveFailures: z.number(),
    uptime: z
      .number()
      .describe('Share of the syncs of 30 days that were applied, in %'),
    nextSync: z.string().nullable(),
    lateBy: z
      .number()
      .describe('Milliseconds that a scheduled sync is overdue'),
  }),
  run: async ({ input: { source: id }, services }) => ({
    source: id,
    ...(await services.sources.getHealth(id)),
  }),
});

const listSources = defineAction({
  ...common,
  name: 'list-sync-sources',
  title: 'List the sources of the catalog sync',
  description:
    'Lists the architecture repositories that the software catalog is kept in step with, how each is doing, and those that have left the configuration and still have entities in the catalog.',
  input: z.object({}),
  output: z.object({
    sources: z.array(
      z.object({
        id: z.string(),
        isConfigured: z.boolean().describe('Whether it is still synchronised'),
        repository: z.string().optional(),
        branch: z.string().optional(),
        status: z
          .enum(SYNC_HEALTH_STATUSES)
          .optional()
          .describe('Absent if it is not synchronised any more'),
        reasons: z.array(z.string()).describe('Why, in words'),
        dataAsOf: z.string().nullable(),
        entityCount: z.number(),
        latestSync: z
          .object({
            syncId: z.string(),
            number: z.number(),
            status: z.enum(SYNC_STATUSES),
            startTime: z.string(),
          })
          .optional(),
      }),
    ),
  }),
  async run({ services }) {
    const { sources } = await services.sources.list();
    return {
      sources: sources.map(
        ({ configuration, health, latestSync, ...rest }) => ({
          ...rest,
          repository: configuration?.repository,
          branch: configuration?.branch,
          status: health?.status,
          reasons: health?.reasons ?? [],
          latestSync: latestSync
            ? { ...latestSync, syncId: latestSync.id }
            : undefined,
        }),
      ),
    };
  },
});

const listSyncs = defineAction({
  ...common,
  name: 'list-syncs',
  title: 'List catalog syncs',
  description:
    'Lists synchronisations of the software catalog with the architecture repositories, newest first: when, why, with which outcome, and what changed.',
  input: z.object({
    source: source.optional().describe('Only syncs of this source'),
    status: z
      .array(z.enum(SYNC_STATUSES))
      .optional()
      .describe('Only syncs with one of these outcomes'),
    syncType: z
      .enum(SYNC_TYPES)
      .optional()
      .describe('Only syncs that were triggered this way'),
    q: z
      .string()
      .min(1)
      .max(MAX_SEARCH_LENGTH)
      .refine(text => !/\p{Cc}/u.test(text), 'No control characters')
      .optional()
      .describe(
        'Text in the id, revision, commit, person, an error or a changed entity; the code of a finding; or # and a number',
      ),
    limit: limit.default(10),
  }),
  output: z.object({
    syncs: z.array(z.object(listedSync)),
    hasMore: z.boolean().describe('Whether there are older ones'),
  }),
  async run({ input, services }) {
    const { history } = await services.sources.openStore(input.source);
    const { records, hasMore } = await history.list(input);
    return { syncs: records.map(toListedSync), hasMore };
  },
});

const explainSync = defineAction({
  ...common,
  name: 'explain-sync',
  title: 'Explain a catalog sync',
  description:
    'Explains one synchronisation of the software catalog, the latest unless told otherwise: its outcome in words, its errors and warnings with what to do about them, and which entities changed.',
  input: z.object({
    syncId: z.string().optional().describe('The latest one if absent'),
    source: source
      .optional()
      .describe('Without a syncId: the latest one of this source'),
    limit: limit
      .default(20)
      .describe('Maximum number of findings, and of changes'),
  }),
  output: z.object({
    ...listedSync,
    findings: z
      .array(
        // No stack trace, which not every caller with this permission may see.
        z.object({
          severity: z.enum(SYNC_FINDING_SEVERITIES),
          state: z
            .enum(SYNC_FINDING_STATES)
            .describe('Compared with the previous sync'),
          code: z.string(),
          message: z.string(),
          hint: z.string().describe('What to do about it'),
          file: z.string().optional(),
          line: z.number().optional(),
          entity: z.string().optional(),
        }),
      )
      .describe('The first of them, errors before warnings'),
    counts: z.object({
      added: z.number(),
      updated: z.number(),
      removed: z.number(),
      unchanged: z.number(),
      retained: z.number(),
      held: z.number(),
      total: z.number().describe('Entities after the sync'),
    }),
    changes: z
      .array(
        z.object({
          entityRef: z.string(),
          ...listedChange,
          fields: z
            .array(z.string())
            .optional()
            .describe('JSON pointers to what was updated'),
        }),
      )
      .describe('The first of them'),
    hasMoreChanges: z.boolean(),
  }),
  async run({ input, services: { store, sources } }) {
    const { history } = await sources.openStore(input.source);
    const record =
      input.syncId === undefined
        ? await history.getLatest()
        : await findSync({ history }, input.syncId);
    if (!record) {
      throw new NotFoundError('No sync has run yet');
    }
    const query = { syncId: record.id, limit: input.limit };
    const [{ findings }, { changes, hasMore }] = await Promise.all([
      store.findings.list(query),
      store.changes.list(query),
    ]);
    const { stats } = record;
    return {
      ...toListedSync(record),
      counts: {
        added: stats.entitiesAdded,
        updated: stats.entitiesUpdated,
        removed: stats.entitiesRemoved,
        unchanged: stats.entitiesUnchanged,
        retained: stats.entitiesRetained,
        held: stats.removalsHeld,
        total: stats.totalEntities,
      },
      findings,
      changes: changes.map(change => ({
        ...toListedChange(change),
        fields: change.differences?.fields.map(({ path }) => path),
      })),
      hasMoreChanges: hasMore,
    };
  },
});

const explainEntity = defineAction({
  ...common,
  name: 'explain-entity',
  title: 'Explain where a catalog entity comes from',
  description:
    'Explains an entity of the software catalog that comes from an architecture repository: every recorded change, newest first, with the sync, the commits as far as they are known, the file and the line that it came from.',
  input: z.object({
    entityRef: z
      .string()
      .max(300)
      .describe('For example component:default/checkout'),
    limit: limit.default(10).describe('Changes at most'),
  }),
  output: z.object({
    entityRef: z.string(),
    changes: z.array(
      z.object({
        ...listedChange,
        syncId: z.string(),
        source: z.string().describe('Of the sync'),
        number: z.number().describe('Of the sync'),
        startTime: z.string(),
        dryRun: z.boolean(),
        triggeredBy: z.string().optional(),
        revision: z
          .string()
          .optional()
          .describe(
            'Commit that the sync read; it need not be the one that made the change',
          ),
        fields: z
          .array(
            z.object({
              path: z.string().describe('JSON pointer'),
              before: z.unknown().optional(),
              after: z.unknown().optional(),
              textDiff: z.string().optional(),
            }),
          )
          .optional()
          .describe('What was updated'),
        reason: z
          .string()
          .optional()
          .describe('Why it did not arrive, or what it waits for'),
      }),
    ),
    hasMore: z.boolean().describe('Whether there are older ones'),
  }),
  async run({ input, services }) {
    const entityRef = toEntityRef(input.entityRef);
    const { entries, hasMore } = await getEntityHistory(services.store, {
      entityRef,
      limit: input.limit,
    });
    const changes = entries.map(entry => ({
      ...toListedChange(entry),
      fields: entry.differences?.fields,
      reason: entry.confirmation?.reason,
    }));
    return { entityRef, changes, hasMore };
  },
});

const listEntities = defineAction({
  ...common,
  name: 'list-source-entities',
  title: 'List what the catalog had from a source',
  description:
    'Lists the entities that the software catalog has from an architecture repository, or had after a sync or at a time, as far back as the recorded changes reach. To compare two times, run it for both, or use explain-entity.',
  input: z.object({
    source: source
      .optional()
      .describe('Needed if there are several and none is called default'),
    at: z
      .string()
      .optional()
      .describe(
        'Id of a sync, for what it left behind, or a time in ISO 8601; now if absent',
      ),
    kind: z.string().optional().describe('Only of this kind, as in Component'),
    q: z.string().optional().describe('Text in the entity ref'),
    full: z
      .boolean()
      .default(false)
      .describe('With the entities themselves, not only their refs'),
    afterEntityRef: z
      .string()
      .max(300)
      .optional()
      .describe('Only what follows this ref: the last one of the page before'),
    limit: limit.default(100),
  }),
  output: z.object({
    source: z.string().describe('Id of the source'),
    syncId: z.string().describe('The sync that left this behind'),
    number: z.number().describe('Of that sync'),
    startTime: z.string().describe('Of that sync'),
    revision: z.string().optional().describe('What that sync read'),
    entities: z
      .array(
        z.object({
          entityRef: z.string(),
          kind: z.string(),
          entity: z.record(z.unknown()).optional(),
        }),
      )
      .describe('In the order of their refs'),
    hasMore: z.boolean(),
  }),
  async run({ input, services: { sources, states } }) {
    const { source: named, afterEntityRef, full, limit: size, ...rest } = input;
    const filters = parseRequest(stateQuerySchema, rest);
    const chosen = await sources.choose(named);
    const { at, entries, hasMore } = await states.list({
      ...filters,
      source: chosen,
      full,
      limit: size,
      afterEntityRef,
    });
    const { id: syncId, ...sync } = at;
    return { source: chosen, syncId, ...sync, entities: entries, hasMore };
  },
});

/** The entity ref in full and in lower case; the namespace may be left out. */
function toEntityRef(entityRef: string): string {
  try {
    return parseRequest(entityPathSchema, parseEntityRef(entityRef));
  } catch {
    throw new InputError(
      `${quote(
        entityRef,
      )} is not an entity ref such as component:default/checkout`,
    );
  }
}

export const readActions: Action[] = [
  getSyncHealth,
  listSources,
  listSyncs,
  explainSync,
  explainEntity,
  listEntities,
];
