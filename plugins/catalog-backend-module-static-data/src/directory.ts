/**
 * What a sync would make of a directory, found out without a catalog and without a database.
 *
 * @packageDocumentation
 */

import { Config } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  AppliedEntity,
  checkVanished,
  ContractDocumentCache,
  FindingCollector,
  listStatedConsumers,
  ParsedSource,
  parseSource,
  StatedConsumers,
  TransformedSource,
  transformSource,
  TransformSourceOptions,
} from '@internal/plugin-static-data-model';
import type {
  BuildFileEntry,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node';
import { readBuildFiles } from './buildFiles/readBuildFiles';
import { DirectorySourceReader } from './source/directory/DirectorySourceReader';
import { AT_ONCE } from './source/directory/readDirectoryFile';
import { listSourceHosts } from './source/listSourceHosts';

/**
 * What was read of a source before, and is kept where it cannot be read now.
 *
 * @public
 */
export interface AppliedSource {
  entities: AppliedEntity[];
  buildFiles: BuildFileEntry[];
}

/**
 * Options for reading a directory.
 *
 * @public
 */
export interface ReadDirectoryOptions {
  /** Of the source, which may be elsewhere, as on the host that it was checked out from. */
  config: Pick<
    SyncSourceConfig,
    'source' | 'files' | 'limits' | 'groups' | 'repositories'
  >;
  /** With the integrations that applications may name repositories on. */
  rootConfig: Config;
  /** Whether the build files are below `repositories` in the directory. Otherwise none is known. */
  hasBuildFiles: boolean;
  /** What was last applied to the catalog: nothing by default. */
  applied?: AppliedSource;
  /** Kept from one directory to the next, it saves parsing contracts that are the same in both. */
  contractCache?: ContractDocumentCache;
  signal: AbortSignal;
}

/**
 * A directory as a sync reads it.
 *
 * @public
 */
export interface SourceDirectoryContent {
  parsed: ParsedSource;
  /** What is wrong with its files. */
  findings: SyncFinding[];
  /** What its build files say, as far as they are not as they were applied. */
  buildFiles: BuildFileEntry[];
  /** Refs of components by the ref of an API that their build files say they consume. */
  statedConsumers: StatedConsumers;
  /** Makes its entities; the findings are those of making them. */
  transform(
    options: Pick<TransformSourceOptions, 'heldRefs' | 'catalogRefs'>,
  ): Promise<TransformedSource & { findings: SyncFinding[] }>;
}

/**
 * Reads a directory as a sync does.
 *
 * The entities are the same wherever the directory is: their location is the path in it.
 *
 * @throws SyncFindingError where a sync would fail
 * @public
 */
export async function readSourceDirectory(
  path: string,
  options: ReadDirectoryOptions,
): Promise<SourceDirectoryContent> {
  const { config, rootConfig, hasBuildFiles, signal } = options;
  const applied = options.applied ?? { entities: [], buildFiles: [] };
  const { files, limits } = config;
  const findings = new FindingCollector();
  const report = (finding: SyncFinding) => findings.add(finding);
  const source = new DirectorySourceReader({
    source: { type: 'directory', directory: path, path },
    files,
    hosts: listSourceHosts(config, ScmIntegrations.fromConfig(rootConfig)),
    limits,
    // No host of repositories follows them.
    followsLinks: config.source.type === 'directory',
    // Nobody else needs the event loop.
    fileCalls: AT_ONCE,
  });
  const read = await source.read({ signal });
  const content = read.status === 'read' ? read.files : [];
  checkVanished(applied.entities, content, files);
  const parsed = await parseSource(content, {
    files,
    applied: applied.entities,
    report,
    signal,
    contractCache: options.contractCache,
  });
  const { references, entries } = await readBuildFiles({
    applications: hasBuildFiles ? parsed.applications : [],
    stored: applied.buildFiles,
    source,
    report,
    signal,
  });
  return {
    parsed,
    findings: findings.list(),
    buildFiles: entries,
    statedConsumers: apiRefs =>
      listStatedConsumers(references, parsed.boundedContexts, apiRefs, signal),
    async transform(transforming) {
      const ofEntities = new FindingCollector();
      const transformed = await transformSource(parsed, {
        ...transforming,
        locationOf: file => `file:${file}`,
        hosts: source.hosts,
        buildFiles: references,
        allowedGroups: config.groups.allow,
        report: finding => ofEntities.add(finding),
        signal,
      });
      return { ...transformed, findings: ofEntities.list() };
    },
  };
}
