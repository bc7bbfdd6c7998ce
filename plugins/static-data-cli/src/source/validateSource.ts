import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  countApiRelationships,
  countOf,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import countBy from 'lodash/countBy';
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

/** What a sync would say about a source. */
export interface Validation {
  /** Those of one file together, by line. */
  findings: SyncFinding[];
  errors: number;
  warnings: number;
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
    findings = [...checkout.findings, ...made.findings];
    summary = summarize(checkout, made);
  } catch (error) {
    if (!(error instanceof SyncFindingError)) {
      throw error;
    }
    findings = [error.finding];
  }
  const count = (severity: SyncFinding['severity']) =>
    sumBy(
      findings.filter(finding => finding.severity === severity),
      countOf,
    );
  return {
    findings: await locateFindings(directory, findings),
    errors: count('error'),
    warnings: count('warning'),
    summary,
  };
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
