import { createYielder } from '../../async';
import { RecordContext, TransformContext } from '../../entities/RecordContext';
import { toEntityRef } from '../../entities/SourcedEntity';
import { Problem } from '../../findings';
import { BuildFileReferences } from '../../gradle/parseBuildFile';
import { indexBoundedContextNames } from '../boundedContextNames';
import { toContractName } from '../contracts/contractPath';

const VERSION = /^v?(\d{1,9})(?:[.+-][\w.+-]*)?$/;
const SEGMENT = /^[\w.-]+$/;

/** APIs that an application provides, and as many that it consumes: many may have one build file. */
const MAX_RELATIONS = 1_000;

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
    const references = buildFile[relation];
    if (references.length > MAX_RELATIONS) {
      record.warn({
        code: 'TOO_LARGE',
        message: `${record.label} ${relation} ${references.length} APIs; all but the first ${MAX_RELATIONS} are left out`,
        hint: "Name the folder of the application in 'path', if its repository is that of many applications.",
      });
    }
    for (const { reference, ...location } of references.slice(
      0,
      MAX_RELATIONS,
    )) {
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
 * Which components consume an API according to their build files, whether the source has that API
 * or not.
 *
 * @param buildFiles - by the id of the application
 * @returns refs of components by the ref of the API
 * @public
 */
export async function listStatedConsumers(
  buildFiles: Map<string, BuildFileReferences>,
  boundedContexts: { id: string; name?: string }[],
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const yieldWhenDue = createYielder(signal);
  const consumers = new Map<string, string[]>();
  const context = {
    findBoundedContext: indexBoundedContextNames(boundedContexts).find,
  };
  for (const [id, { consumes }] of buildFiles) {
    await yieldWhenDue();
    const names = consumes.map(({ reference }) =>
      toApiName(reference, context),
    );
    for (const name of new Set(names)) {
      if (name) {
        const api = toEntityRef('API', name);
        const ofApi = consumers.get(api) ?? [];
        ofApi.push(toEntityRef('Component', id));
        consumers.set(api, ofApi);
      }
    }
  }
  return consumers;
}
