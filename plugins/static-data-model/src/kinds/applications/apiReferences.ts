import { RecordContext, TransformContext } from '../../entities/RecordContext';
import { Problem } from '../../findings';
import { ApplicationBuildFile } from '../../gradle/parseBuildFile';
import { toContractRef } from '../contracts/contractPath';

const VERSION = /^v?(\d{1,9})(?:[.+-][\w.+-]*)?$/;
const SEGMENT = /^[\w.-]+$/;

/**
 * Turns the references of a build file, `<system>:<api>:<version>`, into refs of API entities, in
 * their order and without duplicates; undefined if none remain. An API that exists but cannot be
 * read, or whose removal is held, stays in the catalog, so relations to it stay as well.
 */
export function resolveApiReferences(
  buildFile: ApplicationBuildFile,
  record: RecordContext,
  context: TransformContext,
): { providesApis?: string[]; consumesApis?: string[] } {
  const { file } = buildFile;
  const warn = (problem: Problem) => record.warn(problem, { file });
  const resolve = (relation: 'provides' | 'consumes') => {
    const refs = new Set<string>();
    for (const reference of buildFile[relation]) {
      const relates = `${record.label} ${relation} '${reference}'`;
      const entityRef = toApiRef(reference);
      if (!entityRef) {
        warn({
          code: 'SCHEMA',
          message: `${relates}, which is not of the form <system>:<api>:<version>; the relation is left out`,
          hint: `Correct the reference in ${file}.`,
        });
      } else if (context.presenceOf(entityRef) === 'absent') {
        warn({
          code: 'UNKNOWN_REFERENCE',
          message: `${relates}, but the source has no ${entityRef}; the relation is left out`,
          hint: `Correct the reference in ${file}, or add the contract to the source.`,
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

function toApiRef(reference: string): string | undefined {
  const segments = reference.split(':').map(segment => segment.trim());
  if (segments.length !== 3) {
    return undefined;
  }
  const [boundedContextId, api, version] = segments;
  const major = VERSION.exec(version)?.[1];
  if (!major || !SEGMENT.test(boundedContextId) || !SEGMENT.test(api)) {
    return undefined;
  }
  return toContractRef({ boundedContextId, api, version: Number(major) });
}
