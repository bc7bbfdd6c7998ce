import { ReportFinding } from '../findings';
import { createYielder } from '../async';
import { ApplicationBuildFile, ParsedSource } from '../parse/types';
import { apiRefOf, resolveContractFolders, toApi } from './apis';
import { toComponent } from './components';
import { EntityCollector } from './EntityCollector';
import { toGroup } from './groups';
import { findKnownEntities } from './knownEntities';
import {
  resolveContextOwners,
  toDomain,
  toSystemOrDomain,
} from './systemsAndDomains';
import { TransformContext, UNKNOWN_OWNER } from './TransformContext';
import { TransformedSource } from './types';

export interface TransformSourceOptions {
  /** Location ref of a file of the source. */
  locationOf(path: string): string;
  /** What the build files say, by the id of the application. */
  buildFiles: Map<string, ApplicationBuildFile>;
  /** Entities that stay in the catalog although the source does not have them. */
  heldRefs: Set<string>;
  report: ReportFinding;
  signal: AbortSignal;
  /** Told how many of the records have become entities. */
  onProgress?: (done: number, total: number) => void;
}

/** Makes the entities of a source, all of them valid and no two with the same entity ref. */
export async function transformSource(
  source: ParsedSource,
  options: TransformSourceOptions,
): Promise<TransformedSource> {
  const { locationOf, buildFiles, report, signal } = options;
  const yieldWhenDue = createYielder(signal);
  const context = new TransformContext({
    locationOf,
    presenceOf: await findKnownEntities(source, options.heldRefs, yieldWhenDue),
    report,
  });
  const total =
    source.squads.length +
    source.domains.length +
    source.boundedContexts.length +
    source.contracts.length +
    source.applications.length;
  let done = 0;
  const breathe = async () => {
    options.onProgress?.(done++, total);
    await yieldWhenDue();
  };
  const collector = new EntityCollector(report, yieldWhenDue);
  const unreadable = [...source.unreadable];

  for (const squad of source.squads) {
    await breathe();
    await collector.add(toGroup(squad, context));
  }
  // Before the bounded contexts: in a clash, the file of domains is the authority on domains.
  for (const domain of source.domains) {
    await breathe();
    await collector.add(toDomain(domain, context));
  }
  const owners = await resolveContextOwners(
    source.boundedContexts,
    context,
    yieldWhenDue,
  );
  for (const record of source.boundedContexts) {
    await breathe();
    const owner = owners.get(record.id.toLowerCase()) ?? UNKNOWN_OWNER;
    await collector.add(toSystemOrDomain(record, owner, context));
  }
  const folders = await resolveContractFolders(
    source.contracts,
    owners,
    context,
    yieldWhenDue,
  );
  for (const contract of source.contracts) {
    await breathe();
    const folder = folders.get(contract.boundedContextId.toLowerCase());
    if (folder?.state === 'known') {
      await collector.add(toApi(contract, folder, context));
    } else {
      // Without its bounded context it would come out wrong, and undo what was right.
      unreadable.push({
        file: contract.location.file,
        entityRef: apiRefOf(contract),
      });
    }
  }
  for (const application of source.applications) {
    await breathe();
    const buildFile = buildFiles.get(application.id);
    await collector.add(toComponent(application, buildFile, context));
  }
  return {
    entities: collector.entities,
    unreadable: [...unreadable, ...collector.unreadable],
  };
}
