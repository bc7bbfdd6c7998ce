import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  listUnknownReferences,
  ParsedSource,
  TransformedSource,
  transformSource,
  TransformSourceOptions,
} from '@internal/plugin-static-data-model';
import { CatalogReferences } from './CatalogReferences';
import { SyncWork } from './RunningSync';

/**
 * Makes the entities of a source, of which the catalog may have some that they refer to. With what it had
 * before, they are made only once, as long as it still has that; else it is asked first for everything that
 * they could refer to.
 */
export async function transformWithCatalog(
  sync: SyncWork,
  source: ParsedSource,
  options: Omit<TransformSourceOptions, 'catalogRefs'>,
  catalogReferences: CatalogReferences,
): Promise<TransformedSource> {
  const assumed = catalogReferences.latest;
  if (assumed) {
    const findings: SyncFinding[] = [];
    const transformed = await transformSource(source, {
      ...options,
      catalogRefs: assumed,
      report: finding => findings.push(finding),
    });
    const { outsideRefs } = transformed;
    const found = await catalogReferences.find(sync, outsideRefs);
    if (
      found &&
      outsideRefs.every(ref => found.has(ref) === assumed.has(ref))
    ) {
      findings.forEach(options.report);
      return transformed;
    }
  }
  const unknown = await listUnknownReferences(source, options);
  const catalogRefs = await catalogReferences.find(sync, unknown);
  return transformSource(source, { ...options, catalogRefs });
}
