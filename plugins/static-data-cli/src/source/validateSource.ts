import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  assignOwners,
  countApiRelationships,
  ContractDocumentCache,
  countOf,
  SyncFindingError,
  TransformedSource,
} from '@internal/plugin-static-data-model';
import countBy from 'lodash/countBy';
import groupBy from 'lodash/groupBy';
import orderBy from 'lodash/orderBy';
import sumBy from 'lodash/sumBy';
import { LoadedConfig } from './loadConfig';
import { locateFindings } from './locateFindings';
import { readBase } from './readBase';
import { hasRepositories, readCheckout } from './readCheckout';
import { toOwned } from './toOwned';

/** What a source would become. */
export interface SourceSummary {
  /** Number of entities by their kind, and of all. */
  entities: Record<string, number>;
  totalEntities: number;
  /** Numbers of relations to APIs; undefined without build files, which have them. */
  relations?: { provided: number; consumed: number };
}

/** How many findings concern an owner. */
export interface OwnerCounts {
  /** Entity ref; absent for those that concern nobody in particular. */
  owner?: string;
  errors: number;
  warnings: number;
}

/** What a sync would say about a source. */
export interface Validation {
  /** Those of one file together, by line. */
  findings: SyncFinding[];
  errors: number;
  warnings: number;
  /** Whom they concern: those with the most errors first, nobody in particular last. */
  owners: OwnerCounts[];
  /** Undefined if a sync would fail. */
  summary?: SourceSummary;
}

/**
 * Finds what a sync would.
 *
 * @param options.base - branch, tag or commit that counts as what was last applied; nothing by default, so
 * that all is new, and nothing can have vanished
 * @param options.allowsOutside - whether the catalog may have what the source refers to and does not
 * have. Otherwise the catalog counts as empty.
 */
export async function validateSource(
  directory: string,
  config: LoadedConfig,
  options: { allowsOutside: boolean; base: string | undefined },
): Promise<Validation> {
  let findings: SyncFinding[];
  let summary: SourceSummary | undefined;
  const { source, isConfigured } = config;
  // A directory that is the source lacks what it does not have.
  const isOwnDirectory = isConfigured && source.source.type === 'directory';
  const hasBuildFiles = isOwnDirectory || (await hasRepositories(directory));
  const contractCache = new ContractDocumentCache();
  const base =
    options.base === undefined
      ? undefined
      : await readBase(directory, options.base, config, {
          hasBuildFiles,
          contractCache,
        });
  try {
    const checkout = await readCheckout(directory, config, {
      hasBuildFiles,
      contractCache,
      applied: base?.applied,
    });
    const made = await checkout.transform({
      heldRefs: new Set(),
      catalogRefs: options.allowsOutside ? undefined : new Set(),
    });
    findings = assignOwners(
      [...checkout.findings, ...made.findings],
      toOwned(made.entities, base?.entities ?? []),
    );
    summary = summarize(made, hasBuildFiles);
  } catch (error) {
    if (!(error instanceof SyncFindingError)) {
      throw error;
    }
    findings = [error.finding];
  }
  return {
    findings: await locateFindings(directory, findings),
    ...countBySeverity(findings),
    owners: countByOwner(findings),
    summary,
  };
}

function countBySeverity(findings: SyncFinding[]) {
  const count = (severity: SyncFinding['severity']) =>
    sumBy(
      findings.filter(finding => finding.severity === severity),
      countOf,
    );
  return { errors: count('error'), warnings: count('warning') };
}

function countByOwner(findings: SyncFinding[]): OwnerCounts[] {
  const counts = Object.values(groupBy(findings, 'owner')).map(ofOwner => ({
    ...(ofOwner[0].owner !== undefined && { owner: ofOwner[0].owner }),
    ...countBySeverity(ofOwner),
  }));
  return orderBy(
    counts,
    [({ owner }) => owner === undefined, 'errors', 'warnings', 'owner'],
    ['asc', 'desc', 'desc', 'asc'],
  );
}

function summarize(
  made: TransformedSource,
  hasBuildFiles: boolean,
): SourceSummary {
  const entities = made.entities.map(({ entity }) => entity);
  const apis = countApiRelationships(entities);
  return {
    entities: countBy(entities, 'kind'),
    totalEntities: entities.length,
    ...(hasBuildFiles && {
      relations: {
        provided: apis.totalProvidesApis,
        consumed: apis.totalConsumesApis,
      },
    }),
  };
}
