import { parseEntityRef } from '@backstage/catalog-model';
import {
  listFirst,
  MAX_NAME_LENGTH,
  pluralize,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { createYielder } from '../async';
import { EntityCollector } from '../entities/EntityCollector';
import { findCycles } from '../entities/findCycles';
import { TransformContext } from '../entities/RecordContext';
import { SourcedEntity } from '../entities/SourcedEntity';
import { createSuggester } from '../entities/suggestNames';
import { UnreadableInput } from '../files/SourceFile';
import { ReportFinding } from '../findings';
import { indexBoundedContextNames } from '../kinds/boundedContextNames';
import { KIND_ENTRIES, ParsedSource } from '../kinds/kinds';
import { createMatcher } from '../repositories/createMatcher';

const MAX_NAMED_REFS = 5;

/**
 * Options for turning a source into entities.
 *
 * @public
 */
export interface TransformSourceOptions
  extends Pick<
    TransformContext,
    'locationOf' | 'hosts' | 'buildFiles' | 'report'
  > {
  /**
   * Refs of the groups and users that may own, and of the groups that may have members and be above
   * and below each other, with `*` for any part of a name. Undefined means all of them.
   */
  allowedGroups?: string[];
  /** Entities that stay in the catalog although the source does not have them. */
  heldRefs: Set<string>;
  /**
   * Of the entities that {@link listUnknownReferences} gives, those that the catalog has from
   * elsewhere. Undefined if nobody knows: then no reference counts as wrong.
   */
  catalogRefs: Set<string> | undefined;
  /** Aborts the transformation, which yields to the event loop. */
  signal: AbortSignal;
  /** Called with the number of records that have become entities, and of all records. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * The entities of a source.
 *
 * @public
 */
export interface TransformedSource {
  entities: SourcedEntity[];
  /** Inputs that could not become entities; their last known good versions stay. */
  unreadable: UnreadableInput[];
  /** Refs of the entities that were looked for in the catalog: the source does not have them. */
  outsideRefs: string[];
}

/**
 * Makes the entities of a source, all of them valid and no two with the same entity ref.
 *
 * @public
 */
export async function transformSource(
  source: ParsedSource,
  options: TransformSourceOptions,
): Promise<TransformedSource> {
  const { signal, onProgress } = options;
  const yieldWhenDue = createYielder(signal);
  const { outside, ...context } = await createContext(
    source,
    options,
    yieldWhenDue,
  );
  const collector = new EntityCollector(context.report, yieldWhenDue);
  const unreadable = [...source.unreadable];
  const total = KIND_ENTRIES.reduce(
    (sum, [key]) => sum + source[key].length,
    0,
  );
  let done = 0;
  for (const [key, kind] of KIND_ENTRIES) {
    for (const made of kind.transform(source[key], context)) {
      onProgress?.(done++, total);
      await yieldWhenDue();
      if ('entity' in made) {
        await collector.add(made);
      } else {
        unreadable.push(made);
      }
    }
  }
  reportUnknownHosts(context);
  await reportCycles(collector.entities, context.report, yieldWhenDue);
  return {
    entities: collector.entities,
    unreadable: [...unreadable, ...collector.unreadable],
    outsideRefs: [...outside],
  };
}

/**
 * Lists the entities that records refer to and that the source does not have: the catalog may have
 * them from elsewhere.
 *
 * @returns entity refs
 * @public
 */
export async function listUnknownReferences(
  source: ParsedSource,
  options: Omit<TransformSourceOptions, 'report' | 'catalogRefs'>,
): Promise<string[]> {
  const yieldWhenDue = createYielder(options.signal);
  const { outside, ...context } = await createContext(
    source,
    { ...options, report: () => {}, catalogRefs: new Set() },
    yieldWhenDue,
  );
  // Nothing is suggested for references that may be right.
  const asking = { ...context, suggestName: () => undefined };
  for (const [key, kind] of KIND_ENTRIES) {
    for (const _ of kind.transform(source[key], asking)) {
      await yieldWhenDue();
    }
  }
  return [...outside];
}

async function createContext(
  source: ParsedSource,
  options: TransformSourceOptions,
  yieldWhenDue: () => Promise<void>,
): Promise<TransformContext & { outside: Set<string> }> {
  const { locationOf, hosts, buildFiles, allowedGroups, report } = options;
  return {
    isGroupAllowed: allowedGroups ? createMatcher(allowedGroups) : () => true,
    locationOf,
    hosts,
    buildFiles,
    report,
    ...(await findKnownEntities(source, options, yieldWhenDue)),
    suggestName: createSuggester(function* listNames() {
      for (const [key, kind] of KIND_ENTRIES) {
        for (const record of source[key]) {
          const { kind: entityKind, name } = parseEntityRef(
            kind.entityRefOf(record),
          );
          const title = 'name' in record ? record.name : undefined;
          yield { kind: entityKind, name, title };
        }
      }
    }),
    findBoundedContext: indexBoundedContextNames(source.boundedContexts).find,
    entityKinds: new Set(
      KIND_ENTRIES.flatMap(([, { entityKinds }]) => entityKinds),
    ),
    boundedContextOwners: new Map(),
    unknownHosts: new Map(),
  };
}

/** Says once of a host, which may be that of websites, that no build file is read from there. */
function reportUnknownHosts({ unknownHosts }: TransformContext): void {
  for (const [host, applications] of unknownHosts) {
    applications[0].warn({
      code: 'SCHEMA',
      message: `${pluralize(
        applications.length,
        'application has a',
        'applications have a',
      )} 'url' on ${toSafeText(
        host,
        MAX_NAME_LENGTH,
      )}, which is not a configured host, so relations to APIs are not known: ${listFirst(
        applications,
        MAX_NAMED_REFS,
        { describe: ({ id }) => id },
      )}`,
      hint: "If there are repositories, add the host to 'integrations' in the configuration. If there are websites, name the repository of each application in 'repository', or write false there if it has none.",
    });
  }
}

async function reportCycles(
  entities: SourcedEntity[],
  report: ReportFinding,
  yieldWhenDue: () => Promise<void>,
): Promise<void> {
  const cycles = await findCycles(entities, yieldWhenDue);
  if (cycles.length === 0) {
    return;
  }
  const entityByRef = new Map(entities.map(it => [it.entityRef, it]));
  for (const found of cycles) {
    // Not every entity of it is in the source, or could be made.
    const first = found.findIndex(ref => entityByRef.has(ref));
    const cycle = [...found.slice(first), ...found.slice(0, first)];
    const { entityRef, sourceFile, sourceLine } = entityByRef.get(cycle[0])!;
    report({
      severity: 'warning',
      phase: 'TRANSFORM',
      code: 'SCHEMA',
      file: sourceFile,
      line: sourceLine,
      entity: entityRef,
      message: `${listFirst(cycle, MAX_NAMED_REFS, {
        separator: ' is below ',
      })} is below ${entityRef}, in a circle`,
      hint: 'Correct the field that names a parent, a child or a domain above in one of them.',
    });
  }
}

/** Finds out which entities the source has, before any of them is made. */
async function findKnownEntities(
  source: ParsedSource,
  options: Pick<TransformSourceOptions, 'heldRefs' | 'catalogRefs'>,
  yieldWhenDue: () => Promise<void>,
): Promise<
  Pick<TransformContext, 'presenceOf' | 'isAnyKept'> & { outside: Set<string> }
> {
  const { heldRefs, catalogRefs } = options;
  const present = new Set<string>();
  const kindsByFile = new Map<string, string[]>();
  for (const [key, kind] of KIND_ENTRIES) {
    for (const record of source[key]) {
      await yieldWhenDue();
      present.add(kind.entityRefOf(record));
      kindsByFile.set(record.location.file, kind.entityKinds);
    }
  }
  const kept = new Set<string>(heldRefs);
  const unreadableKinds = new Set<string>();
  /** Of files with records whose entities nobody knows. */
  const incompleteKinds = new Set<string>();
  for (const { file, entityRef, entityKinds = [] } of source.unreadable) {
    if (entityRef) {
      kept.add(entityRef);
    } else {
      entityKinds.forEach(kind => unreadableKinds.add(kind.toLowerCase()));
      kindsByFile
        .get(file)
        ?.forEach(kind => incompleteKinds.add(kind.toLowerCase()));
    }
  }
  const keptKinds = new Set([
    ...[...kept].map(kindOf),
    ...unreadableKinds,
    ...incompleteKinds,
  ]);
  const outside = new Set<string>();
  return {
    outside,
    isAnyKept: kind => keptKinds.has(kind.toLowerCase()),
    presenceOf(entityRef) {
      if (present.has(entityRef)) {
        return 'present';
      }
      if (kept.has(entityRef) || unreadableKinds.has(kindOf(entityRef))) {
        return 'kept';
      }
      outside.add(entityRef);
      return !catalogRefs || catalogRefs.has(entityRef) ? 'external' : 'absent';
    },
  };
}

function kindOf(entityRef: string): string {
  return entityRef.slice(0, entityRef.indexOf(':'));
}
