import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  DependentEntity,
  HeldRemoval,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import { createYielder } from '../async';
import { listEntityReferences } from '../entities/listEntityReferences';
import { findOwner } from '../entities/owners';
import { GuardVerdict } from './guardRemovals';

/**
 * The warning of a sync whose removals the guard held.
 *
 * @param reasons - of the guard's verdict
 * @public
 */
export function toHeldFinding(reasons: string[]): SyncFinding {
  return {
    severity: 'warning',
    phase: 'CATALOG_APPLY',
    code: 'REMOVALS_HELD',
    message: `Removals are held back: ${reasons.join('; ')}`,
    hint: 'If the removals are not intended, restore the source, and nothing is removed. If they are, approve them on the page of the synchronisation or with POST /held-removals/approve: the next sync removes them.',
  };
}

/**
 * A removal that a sync held back.
 *
 * @public
 */
export type RemovalToHold = Omit<
  HeldRemoval,
  'source' | 'heldSince' | 'heldBySyncId' | 'approvedBy' | 'approvedAt'
>;

/**
 * What is stored about held removals: why they are held, and which entities depend on them. Yields
 * to the event loop while it works.
 *
 * @public
 */
export async function toRemovalsToHold(options: {
  held: GuardVerdict['held'];
  /** Everything that the catalog has from the source after the sync. */
  entities: Entity[];
  /** Finds what refers to any of these and is from elsewhere; undefined if nobody knows. */
  findReferrers: (entityRefs: string[]) => Promise<Entity[] | undefined>;
  signal: AbortSignal;
}): Promise<RemovalToHold[]> {
  const { held, entities, findReferrers, signal } = options;
  if (held.length === 0) {
    return [];
  }
  const refs = new Set(held.map(({ entityRef }) => entityRef));
  const providers = await findProviders(refs, entities, createYielder(signal));
  const referrers = await findReferrers([
    ...new Set([...refs, ...providers.keys()]),
  ]);
  const dependents = await findDependents(
    refs,
    [...entities, ...(referrers ?? [])],
    signal,
  );
  return held.map(({ entityRef, kind, owner, sourceFile, reason }) => ({
    entityRef,
    kind,
    ...(owner && { owner }),
    sourceFile,
    reason,
    ...dependents.get(entityRef)!,
    ...(!referrers && { mayHaveOtherDependents: true }),
  }));
}

/** Nobody looks through more of them to decide about a removal. */
const MAX_DEPENDENTS = 100;

/** The first dependents of one entity, and the number of all: each may depend on all that are held. */
class Dependents {
  readonly first: DependentEntity[] = [];
  count = 0;
  #latest?: string;

  /** Adds an entity, unless it was the latest to be added. */
  add(entityRef: string, describe: () => DependentEntity): void {
    if (entityRef === this.#latest) {
      return;
    }
    this.#latest = entityRef;
    this.count += 1;
    if (this.first.length < MAX_DEPENDENTS) {
      this.first.push(describe());
    }
  }
}

/**
 * Finds the entities that would lose something with each held entity: those that refer to it, and
 * those that consume an API that it provides.
 *
 * An entity that refers to it in several fields counts once, with the first of them in the order
 * owner, system, domain, and so on; what it consumes of it comes last. Entities that are held themselves do not count: they would
 * go together. References that cannot be read are no references.
 *
 * @param heldRefs - entity refs in lower case
 * @returns an entry for every held ref
 */
export async function findDependents(
  heldRefs: Set<string>,
  entities: Entity[],
  signal?: AbortSignal,
): Promise<Map<string, Pick<HeldRemoval, 'dependents' | 'dependentCount'>>> {
  const yieldWhenDue = createYielder(signal);
  const dependentsOf = new Map(
    [...heldRefs].map(heldRef => [heldRef, new Dependents()]),
  );
  const heldProviders = await findProviders(heldRefs, entities, yieldWhenDue);
  const heldNames = new Set([...heldRefs, ...heldProviders.keys()].map(toName));
  const dependentsByApi = await shareLists(
    heldProviders,
    ref => dependentsOf.get(ref)!,
    yieldWhenDue,
  );
  const mayBeHeld = (ref: string) => heldNames.has(toName(ref));
  const byRef = new Map(entities.map(it => [stringifyEntityRef(it), it]));
  for (const entityRef of [...byRef.keys()].sort()) {
    await yieldWhenDue();
    if (heldRefs.has(entityRef)) {
      continue;
    }
    const entity = byRef.get(entityRef)!;
    const describe = (field: string, via?: string) => () => ({
      entityRef,
      field,
      ...(via && { via }),
      ...toOwner(entity),
    });
    const references = listEntityReferences(entity, mayBeHeld);
    for (const { entityRef: heldRef, field } of references) {
      dependentsOf.get(heldRef)?.add(entityRef, describe(field));
    }
    const counted = new Set<Dependents[]>();
    for (const { entityRef: via, field } of references) {
      const ofProviders = dependentsByApi.get(via);
      if (
        field === 'spec.consumesApis' &&
        ofProviders &&
        !counted.has(ofProviders)
      ) {
        await yieldWhenDue();
        counted.add(ofProviders);
        const describeVia = describe(field, via);
        ofProviders.forEach(each => each.add(entityRef, describeVia));
      }
    }
  }
  return new Map(
    [...dependentsOf].map(([heldRef, { first, count }]) => [
      heldRef,
      { dependents: first, dependentCount: count },
    ]),
  );
}

/** The held entities that provide an API, by the ref of the API. */
async function findProviders(
  heldRefs: Set<string>,
  entities: Entity[],
  yieldWhenDue: () => Promise<void>,
): Promise<Map<string, string[]>> {
  const providers = new Map<string, string[]>();
  for (const entity of entities) {
    await yieldWhenDue();
    const entityRef = stringifyEntityRef(entity);
    if (heldRefs.has(entityRef)) {
      for (const { field, entityRef: api } of listEntityReferences(entity)) {
        if (field === 'spec.providesApis') {
          const ofApi = providers.get(api) ?? [];
          ofApi.push(entityRef);
          providers.set(api, ofApi);
        }
      }
    }
  }
  return providers;
}

/**
 * Turns the items of lists into others. Equal lists become one: a thousand entities may provide the
 * same thousand APIs, and who consumes these loses each of the entities once.
 */
async function shareLists<Item>(
  lists: Map<string, string[]>,
  toItem: (ref: string) => Item,
  yieldWhenDue: () => Promise<void>,
): Promise<Map<string, Item[]>> {
  const byText = new Map<string, Item[]>();
  const result = new Map<string, Item[]>();
  for (const [key, refs] of lists) {
    await yieldWhenDue();
    const text = refs.join();
    const shared = byText.get(text) ?? refs.map(toItem);
    byText.set(text, shared);
    result.set(key, shared);
  }
  return result;
}

/** The name in a reference; a cheap filter, as most references are to nothing that is held. */
function toName(ref: string): string {
  const separator = Math.max(ref.lastIndexOf(':'), ref.lastIndexOf('/'));
  return ref.slice(separator + 1).toLowerCase();
}

function toOwner(entity: Entity): Pick<DependentEntity, 'owner'> {
  const owner = findOwner(entity);
  return owner ? { owner } : {};
}
