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

/** The owner of an entity without one. */
export const UNKNOWN_OWNER = 'unknown';

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
    for (const value of values) {
      const compound = parseReference(value, kind);
      if (!compound) {
        invalid.push(value);
        continue;
      }
      const entityRef = stringifyEntityRef(compound);
      if (entityRef === this.options.entityRef) {
        this.warn({
          code: 'SCHEMA',
          message: `${this.label} names itself in '${field}'; the reference is left out`,
          hint: `Name another ${kind} in '${field}', or remove the field.`,
        });
        continue;
      }
      if (kind === 'Group' && !this.#isGroupAllowed(field, entityRef)) {
        continue;
      }
      this.#judge(field, value, compound);
      refs.set(value, entityRef);
    }
    if (invalid.length > 0) {
      const [are, name] =
        invalid.length === 1 ? ['is', 'name'] : ['are', 'names'];
      const quoted = listFirst(invalid.map(quote), MAX_NAMED_VALUES);
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

  #isGroupAllowed(field: string, entityRef: string): boolean {
    const isAllowed = this.options.context.isGroupAllowed(entityRef);
    if (!isAllowed) {
      this.warn({
        code: 'GROUP_NOT_ALLOWED',
        message: `${this.label} names ${entityRef} in '${field}', which the source may not name; the reference is left out`,
        hint: `Allow it in the configuration, in 'staticData.groups.allow', or name another group.`,
      });
    }
    return isAllowed;
  }

  /** Warns if there is no such entity. A source has no users, so they are not looked for. */
  #judge(field: string, value: string, compound: CompoundEntityRef): void {
    const { entityKinds, presenceOf } = this.options.context;
    const kind = [...entityKinds].find(
      it => it.toLowerCase() === compound.kind.toLowerCase(),
    );
    const entityRef = stringifyEntityRef(compound);
    if (kind && presenceOf(entityRef) === 'absent') {
      this.warn({
        code: 'UNKNOWN_REFERENCE',
        message: `${this.label} names ${quote(
          value,
        )} in '${field}', but neither the source nor the catalog has ${entityRef}`,
        hint: `${this.#didYouMean(
          kind,
          compound.name,
        )}Correct the id, or add ${quote(value)} to the source.`,
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
