import {
  CompoundEntityRef,
  KubernetesValidatorFunctions,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { listFirst, quote } from '@internal/plugin-static-data-common';
import { SourceLocation } from '../files/SourceFile';
import { Problem, ReportFinding } from '../findings';
import { BuildFileReferences } from '../gradle/parseBuildFile';
import { RepositoryHost } from '../repositories/repositoryAddress';
import { tryParseEntityRef } from './SourcedEntity';
import { SuggestName } from './suggestNames';

/**
 * What the catalog will have after the sync, for all that is known before it.
 *
 * - `present`: the source has the entity
 * - `kept`: it stays in the catalog: the source may have it, but it could not be read, or its
 *   removal is held
 * - `external`: the source does not have it, but the catalog does, or cannot be asked
 * - `absent`: neither has it
 *
 * @public
 */
export type EntityPresence = 'present' | 'kept' | 'external' | 'absent';

/**
 * What is needed to turn the records of a source into entities.
 *
 * @public
 */
export interface TransformContext {
  /** Location ref of a file of the source. */
  locationOf(path: string): string;
  presenceOf(entityRef: string): EntityPresence;
  /** Whether there is any entity of the kind that is kept, so that nobody knows what it is now. */
  isAnyKept(kind: string): boolean;
  /** Finds the name that was probably meant, among the entities of a kind. */
  suggestName: SuggestName;
  /** The id of the bounded context that an id or a name stands for. */
  findBoundedContext(idOrName: string): string | undefined;
  /** Whether the source may say who owns what, and who is in what, with this group or user. */
  isGroupAllowed(entityRef: string): boolean;
  /** The kinds of entities that a source can hold. */
  entityKinds: ReadonlySet<string>;
  /** The hosts of repositories that are known. */
  hosts: RepositoryHost[];
  /** What the build files say, by the id of the application. */
  buildFiles: Map<string, BuildFileReferences>;
  /**
   * Owner of every bounded context, by its id in lower case. Filled in by the bounded contexts,
   * for the contracts that come after them.
   */
  boundedContextOwners: Map<string, string>;
  /**
   * Applications whose `url` may be that of a repository on a host that is not known, or that of a
   * website, by the host. Filled in by the applications.
   */
  unknownHosts: Map<string, { id: string; warn(problem: Problem): void }[]>;
  report: ReportFinding;
}

const MAX_NAMED_VALUES = 5;

/** References of one field that get a warning each; one more counts the others. */
const MAX_SINGLE_WARNINGS = 20;

/** The owner of an entity without one. */
export const UNKNOWN_OWNER = 'unknown';

/** A reference to what there is not, with the kind and the name that were probably meant. */
interface UnknownReference {
  value: string;
  entityRef: string;
  kind: string;
  name: string;
}

/** One record, as findings name it, with the references that it makes. */
export class RecordContext {
  /** @param label - for example `Application 'payments'` */
  constructor(
    readonly label: string,
    private readonly options: {
      entityRef: string;
      location: SourceLocation;
      context: TransformContext;
    },
  ) {}

  /**
   * Reports a warning on the record.
   *
   * @param location - where it is, if not at the record itself
   */
  warn(problem: Problem, location = this.options.location): void {
    this.options.context.report({
      severity: 'warning',
      phase: 'TRANSFORM',
      ...location,
      entity: this.options.entityRef,
      ...problem,
    });
  }

  /**
   * Turns a reference into an entity ref, and warns if neither the source nor the catalog has that
   * entity. Undefined without a reference, or, with a warning, if the text is not a reference at
   * all, one to the entity itself, or one to a group that the source may not name.
   *
   * @param field - name of the field that the reference is written in
   * @param value - an id, or an entity ref
   * @param kind - kind of an id
   */
  resolve(
    field: string,
    value: string | undefined,
    kind: string,
  ): string | undefined {
    return this.resolveAll(field, value ? [value] : [], kind)[0];
  }

  /**
   * Turns the references of a field into entity refs, without duplicates. See
   * {@link RecordContext.resolve}; what is not a reference at all is one warning.
   */
  resolveAll(field: string, values: string[], kind: string): string[] {
    return [...new Set(this.resolveEach(field, values, kind).values())];
  }

  /** The same, by the texts that the references are written as. */
  resolveEach(
    field: string,
    values: string[],
    kind: string,
  ): Map<string, string> {
    const refs = new Map<string, string>();
    const invalid: string[] = [];
    const own: string[] = [];
    const refused = new Set<string>();
    const unknown = new Map<string, UnknownReference>();
    for (const value of values) {
      const compound = parseReference(value, kind);
      if (!compound) {
        invalid.push(value);
        continue;
      }
      const entityRef = stringifyEntityRef(compound);
      if (entityRef === this.options.entityRef) {
        own.push(value);
      } else if (
        kind === 'Group' &&
        !this.options.context.isGroupAllowed(entityRef)
      ) {
        refused.add(entityRef);
      } else {
        const unknownKind = this.#findUnknownKind(compound.kind, entityRef);
        if (unknownKind && !unknown.has(entityRef)) {
          const { name } = compound;
          unknown.set(entityRef, { value, entityRef, kind: unknownKind, name });
        }
        refs.set(value, entityRef);
      }
    }
    if (own.length > 0) {
      this.warn({
        code: 'SCHEMA',
        message: `${this.label} names itself in '${field}'; the reference is left out`,
        hint: `Name another ${kind} in '${field}', or remove the field.`,
      });
    }
    this.#warnOfRefused(field, [...refused]);
    this.#warnOfUnknown(field, [...unknown.values()]);
    if (invalid.length > 0) {
      const [are, name] =
        invalid.length === 1 ? ['is', 'name'] : ['are', 'names'];
      const quoted = listFirst(invalid, MAX_NAMED_VALUES, {
        describe: quote,
      });
      this.warn({
        code: 'SCHEMA',
        message: `${this.label} names ${quoted} in '${field}', which ${are} no valid ${kind} ${name}, and left out`,
        hint: `${this.#didYouMean(
          kind,
          invalid[0],
        )}Write the id of a ${kind} in '${field}'.`,
      });
    }
    return refs;
  }

  /** The kind of an entity that there is not. A source has no users, so they are not looked for. */
  #findUnknownKind(kind: string, entityRef: string): string | undefined {
    const { entityKinds, presenceOf } = this.options.context;
    const known = [...entityKinds].find(
      it => it.toLowerCase() === kind.toLowerCase(),
    );
    return known && presenceOf(entityRef) === 'absent' ? known : undefined;
  }

  #warnOfRefused(field: string, entityRefs: string[]): void {
    const code = 'GROUP_NOT_ALLOWED';
    const setting = "in the configuration, in 'staticData.groups.allow'";
    for (const entityRef of entityRefs.slice(0, MAX_SINGLE_WARNINGS)) {
      this.warn({
        code,
        message: `${this.label} names ${entityRef} in '${field}', which the source may not name; the reference is left out`,
        hint: `Allow it ${setting}, or name another group.`,
      });
    }
    const others = entityRefs.slice(MAX_SINGLE_WARNINGS);
    if (others.length > 0) {
      this.warn({
        code,
        message: `${this.label} names ${
          others.length
        } more in '${field}' that the source may not name, and that are left out: ${listFirst(
          others,
          MAX_NAMED_VALUES,
        )}`,
        hint: `Allow them ${setting}, or name other groups.`,
      });
    }
  }

  #warnOfUnknown(field: string, references: UnknownReference[]): void {
    const code = 'UNKNOWN_REFERENCE';
    const single = references.slice(0, MAX_SINGLE_WARNINGS);
    for (const { value, entityRef, kind, name } of single) {
      const quoted = quote(value);
      this.warn({
        code,
        message: `${this.label} names ${quoted} in '${field}', but neither the source nor the catalog has ${entityRef}`,
        hint: `${this.#didYouMean(
          kind,
          name,
        )}Correct the id, or add ${quoted} to the source.`,
      });
    }
    const others = references.slice(MAX_SINGLE_WARNINGS);
    if (others.length > 0) {
      this.warn({
        code,
        message: `${this.label} names ${
          others.length
        } more in '${field}' that neither the source nor the catalog has: ${listFirst(
          others,
          MAX_NAMED_VALUES,
          { describe: ({ value }) => quote(value) },
        )}`,
        hint: 'Correct the ids, or add what they name to the source.',
      });
    }
  }

  #didYouMean(kind: string, text: string): string {
    const name = this.options.context.suggestName(kind, text);
    return name ? `Did you mean ${quote(name)}? ` : '';
  }

  /** Turns a reference to a squad into an owner; without one, warns and returns `unknown`. */
  resolveOwner(field: string, value: string | undefined): string {
    const owner = this.resolve(field, value, 'Group');
    if (owner) {
      return owner;
    }
    this.warn({
      code: 'MISSING_OWNER',
      message: `${this.label} has no owner; it is set to '${UNKNOWN_OWNER}'`,
      hint: `Name the id of a squad in '${field}'.`,
    });
    return UNKNOWN_OWNER;
  }
}

function parseReference(
  value: string,
  defaultKind: string,
): CompoundEntityRef | undefined {
  const { isValidNamespace, isValidObjectName } = KubernetesValidatorFunctions;
  const ref = tryParseEntityRef(value, { defaultKind });
  // A user can own what a group can.
  const kinds = defaultKind === 'Group' ? ['Group', 'User'] : [defaultKind];
  const isValid =
    kinds.some(kind => kind.toLowerCase() === ref?.kind.toLowerCase()) &&
    isValidNamespace(ref?.namespace.toLowerCase()) &&
    isValidObjectName(ref?.name);
  return isValid ? ref : undefined;
}
