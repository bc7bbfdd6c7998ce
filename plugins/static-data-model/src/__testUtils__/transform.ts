import { SyncFinding } from '@internal/plugin-static-data-common';
import { BuildFileReferences } from '../gradle/parseBuildFile';
import { parseSource } from '../source/parseSource';
import { transformSource } from '../source/transformSource';
import { RepositoryHost } from '../repositories/repositoryAddress';
import { SOURCE_PATHS, sourceFiles } from './sourceFiles';

/** Hosts of a source on GitHub Enterprise. */
export const HOSTS: RepositoryHost[] = [
  {
    host: 'ghe.example.com',
    type: 'github',
    access: 'own',
    repositories: ['acme/*'],
  },
  { host: 'github.com', type: 'github', access: 'other' },
  { host: 'gitlab.com', type: 'gitlab', access: 'none' },
];

/** Turns the files of a source into entities. */
export async function transform(
  records: Parameters<typeof sourceFiles>[0],
  options: {
    contracts?: Record<string, string>;
    buildFiles?: Record<string, BuildFileReferences>;
    hosts?: RepositoryHost[];
    allowedGroups?: string[];
    /** Refs of entities whose removal is held. */
    held?: string[];
    /** Refs of entities that the catalog has from elsewhere; null if it cannot be asked. */
    catalog?: string[] | null;
  } = {},
) {
  const findings: SyncFinding[] = [];
  const report = (finding: SyncFinding) => void findings.push(finding);
  const { signal } = new AbortController();
  const parsed = await parseSource(sourceFiles(records, options.contracts), {
    files: SOURCE_PATHS,
    report,
    signal,
  });
  const transformed = await transformSource(parsed, {
    locationOf: path => `url:https://github.com/acme/data/tree/main/${path}`,
    hosts: options.hosts ?? HOSTS,
    allowedGroups: options.allowedGroups,
    buildFiles: new Map(Object.entries(options.buildFiles ?? {})),
    heldRefs: new Set(options.held),
    catalogRefs:
      options.catalog === null ? undefined : new Set(options.catalog),
    report,
    signal,
  });
  return {
    findings,
    unreadable: transformed.unreadable,
    sourced: transformed.entities,
    refs: transformed.entities.map(({ entityRef }) => entityRef),
    /** The entity with that ref. */
    entity: (ref: string) =>
      transformed.entities.find(({ entityRef }) => entityRef === ref)?.entity,
  };
}
