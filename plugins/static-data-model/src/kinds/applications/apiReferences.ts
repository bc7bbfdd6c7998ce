import { createYielder } from '../../async';
import { RecordContext, TransformContext } from '../../entities/RecordContext';
import { toEntityRef } from '../../entities/SourcedEntity';
import { Problem } from '../../findings';
import { BuildFileReferences } from '../../gradle/parseBuildFile';
import { indexBoundedContextNames } from '../boundedContextNames';
import { toContractName } from '../contracts/contractPath';

const VERSION = /^v?(\d{1,9})(?:[.+-][\w.+-]*)?$/;
const SEGMENT = /^[\w.-]+$/;

/**
 * Turns the references of a build file, `<system>:<api>:<version>`, into refs of API entities, in
 * their order and without duplicates; undefined if none remain. An API that exists but cannot be
 * read, or whose removal is held, stays in the catalog, so relations to it stay as well; as do those
 * to an API that the catalog has from elsewhere.
 */
export function resolveApiReferences(
  buildFile: BuildFileReferences,
  record: RecordContext,
  context: TransformContext,
): { providesApis?: string[]; consumesApis?: string[] } {
  const resolve = (relation: 'provides' | 'consumes') => {
    const refs = new Set<string>();
    for (const { reference, ...location } of buildFile[relation]) {
      const { file } = location;
      // They never quote a reference: it may be any text, of a repository that not everybody may see.
      const warn = (problem: Problem) => record.warn(problem, location);
      const name = toApiName(reference, context);
      const entityRef = name && toEntityRef('API', name);
      if (!entityRef) {
        warn({
          code: 'SCHEMA',
          message: `${record.label} ${relation} an API whose reference is not of the form <system>:<api>:<version>; the relation is left out`,
          hint: `Correct the reference in ${file}.`,
        });
      } else if (context.presenceOf(entityRef) === 'absent') {
        const meant = context.suggestName('API', name);
        warn({
          code: 'UNKNOWN_REFERENCE',
          message: `${record.label} ${relation} an API that neither the source nor the catalog has; the relation is left out`,
          hint: `${
            meant ? `Did you mean '${meant}'? ` : ''
          }Correct the reference in ${file}, or add the contract to the source.`,
        });
      } else {
        refs.add(entityRef);
      }
    }
    return refs.size > 0 ? [...refs] : undefined;
  };
  return {
    providesApis: resolve('provides'),
    consumesApis: resolve('consumes'),
  };
}

/** Name of the API that `<system>:<api>:<version>` means; undefined if it is not of this form. */
function toApiName(
  reference: string,
  context: Pick<TransformContext, 'findBoundedContext'>,
): string | undefined {
  const segments = reference.split(':').map(segment => segment.trim());
  if (segments.length !== 3) {
    return undefined;
  }
  const [system, api, version] = segments;
  const major = VERSION.exec(version)?.[1];
  if (!major || !SEGMENT.test(system) || !SEGMENT.test(api)) {
    return undefined;
  }
  const boundedContextId = context.findBoundedContext(system) ?? system;
  return toContractName({ boundedContextId, api, version: Number(major) });
}

/**
 * Finds who consumes some APIs according to their build files.
 *
 * @returns refs of components by the ref of the API
 * @public
 */
export type StatedConsumers = (
  apiRefs: ReadonlySet<string>,
) => Promise<Map<string, string[]>>;

/**
 * Which components consume some APIs according to their build files, whether the source has those
 * APIs or not.
 *
 * @param buildFiles - by the id of the application; those that applications share are looked through
 * once
 * @param apiRefs - the APIs that are asked about
 * @returns refs of components by the ref of the API
 * @public
 */
export async function listStatedConsumers(
  buildFiles: Map<string, BuildFileReferences>,
  boundedContexts: { id: string; name?: string }[],
  apiRefs: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const yieldWhenDue = createYielder(signal);
  const consumers = new Map<string, string[]>();
  const context = {
    findBoundedContext: indexBoundedContextNames(boundedContexts).find,
  };
  const components = new Map<BuildFileReferences, string[]>();
  for (const [id, buildFile] of buildFiles) {
    await yieldWhenDue();
    const ofFile = components.get(buildFile) ?? [];
    components.set(buildFile, ofFile);
    ofFile.push(toEntityRef('Component', id));
  }
  for (const [{ consumes }, ofFile] of components) {
    const wanted = new Set<string>();
    for (const { reference } of consumes) {
      await yieldWhenDue();
      const name = toApiName(reference, context);
      const api = name && toEntityRef('API', name);
      if (api && apiRefs.has(api)) {
        wanted.add(api);
      }
    }
    for (const api of wanted) {
      await yieldWhenDue();
      consumers.set(api, (consumers.get(api) ?? []).concat(ofFile));
    }
  }
  return consumers;
}
