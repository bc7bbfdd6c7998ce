import { contractEntityRef, contractName } from './contractName';
import { RecordInfo, TransformContext } from './TransformContext';

const VERSION = /^v?(\d{1,9})(?:[.+-][\w.+-]*)?$/;
const SEGMENT = /^[\w.-]+$/;

/** Where references to APIs are written. */
export interface ApiReferenceOrigin {
  record: RecordInfo;
  relation: 'provides' | 'consumes';
  /** Path of the build file in its repository. */
  file: string;
}

/**
 * Turns references of a build file, `<system>:<api>:<version>`, into refs of API entities, in their
 * order and without repeats. Undefined if nothing remains. An API that exists but cannot be read, or
 * whose removal is held, stays in the catalog, so the relations to it stay as well.
 */
export function resolveApiReferences(
  references: string[],
  origin: ApiReferenceOrigin,
  context: TransformContext,
): string[] | undefined {
  const refs = new Set<string>();
  for (const reference of references) {
    const entityRef = toApiRef(reference);
    if (!entityRef) {
      warn(origin, context, {
        code: 'SCHEMA',
        message: `${origin.record.label} ${origin.relation} '${reference}', which is not of the form <system>:<api>:<version>; the relation is left out`,
        hint: `Correct the reference in ${origin.file}.`,
      });
    } else if (context.presenceOf(entityRef) === 'absent') {
      warn(origin, context, {
        code: 'UNKNOWN_REFERENCE',
        message: `${origin.record.label} ${origin.relation} '${reference}', but the source has no ${entityRef}; the relation is left out`,
        hint: `Correct the reference in ${origin.file}, or add the contract to the source.`,
      });
    } else {
      refs.add(entityRef);
    }
  }
  return refs.size > 0 ? [...refs] : undefined;
}

function toApiRef(reference: string): string | undefined {
  const segments = reference.split(':').map(segment => segment.trim());
  if (segments.length !== 3) {
    return undefined;
  }
  const [system, api, version] = segments;
  const major = VERSION.exec(version)?.[1];
  if (!major || !SEGMENT.test(system) || !SEGMENT.test(api)) {
    return undefined;
  }
  return contractEntityRef(contractName(system, api, Number(major)));
}

function warn(
  origin: ApiReferenceOrigin,
  context: TransformContext,
  finding: Parameters<TransformContext['warn']>[1],
): void {
  context.warn({ ...origin.record, location: { file: origin.file } }, finding);
}
