import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  assignOwners,
  countApiRelationships,
  countOf,
  findOwner,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import countBy from 'lodash/countBy';
import groupBy from 'lodash/groupBy';
import orderBy from 'lodash/orderBy';
import sumBy from 'lodash/sumBy';
import { LoadedConfig } from './loadConfig';
import { locateFindings } from './locateFindings';
import { Checkout, readCheckout } from './readCheckout';

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
 * @param options.allowsOutside - whether the catalog may have what the source refers to and does not
 * have. Otherwise the catalog counts as empty.
 */
export async function validateSource(
  directory: string,
  config: LoadedConfig,
  options: { allowsOutside: boolean },
): Promise<Validation> {
  let findings: SyncFinding[];
  let summary: SourceSummary | undefined;
  try {
    const checkout = await readCheckout(directory, config);
    const made = await checkout.transform({
      heldRefs: new Set(),
      catalogRefs: options.allowsOutside ? undefined : new Set(),
    });
    findings = assignOwners(
      [...checkout.findings, ...made.findings],
      made.entities.map(({ entityRef, entity, sourceFile }) => ({
        entityRef,
        owner: findOwner(entity),
        sourceFile,
      })),
    );
    summary = summarize(checkout, made);
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
  { hasBuildFiles }: Checkout,
  made: Awaited<ReturnType<Checkout['transform']>>,
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
