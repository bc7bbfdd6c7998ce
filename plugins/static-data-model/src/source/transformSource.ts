import { createYielder } from '../async';
import { EntityCollector } from '../entities/EntityCollector';
import { EntityPresence, TransformContext } from '../entities/RecordContext';
import { SourcedEntity } from '../entities/SourcedEntity';
import { UnreadableInput } from '../files/SourceFile';
import { KIND_ENTRIES, ParsedSource } from '../kinds/kinds';

/**
 * Options for turning a source into entities.
 *
 * @public
 */
export interface TransformSourceOptions
  extends Pick<TransformContext, 'locationOf' | 'buildFiles' | 'report'> {
  /** Entities that stay in the catalog although the source does not have them. */
  heldRefs: Set<string>;
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
  const { heldRefs, signal, onProgress, ...ofCaller } = options;
  const yieldWhenDue = createYielder(signal);
  const context: TransformContext = {
    ...ofCaller,
    presenceOf: await findKnownEntities(source, heldRefs, yieldWhenDue),
    entityKinds: new Set(
      KIND_ENTRIES.flatMap(([, { entityKinds }]) => entityKinds),
    ),
    boundedContextOwners: new Map(),
  };
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
  return {
    entities: collector.entities,
    unreadable: [...unreadable, ...collector.unreadable],
  };
}

/** Finds out which entities the source has, before any of them is made. */
async function findKnownEntities(
  source: ParsedSource,
  heldRefs: Set<string>,
  yieldWhenDue: () => Promise<void>,
): Promise<(entityRef: string) => EntityPresence> {
  const present = new Set<string>();
  for (const [key, kind] of KIND_ENTRIES) {
    for (const record of source[key]) {
      await yieldWhenDue();
      present.add(kind.entityRefOf(record));
    }
  }
  const kept = new Set<string>(heldRefs);
  const unreadableKinds = new Set<string>();
  for (const { entityRef, entityKinds = [] } of source.unreadable) {
    if (entityRef) {
      kept.add(entityRef);
    } else {
      entityKinds.forEach(kind => unreadableKinds.add(kind.toLowerCase()));
    }
  }
  return entityRef => {
    if (present.has(entityRef)) {
      return 'present';
    }
    const [kind] = entityRef.split(':');
    return kept.has(entityRef) || unreadableKinds.has(kind) ? 'kept' : 'absent';
  };
}
