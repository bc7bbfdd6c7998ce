import {
  CompoundEntityRef,
  KubernetesValidatorFunctions,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { SourceLocation } from '../files/SourceFile';
import { Problem, ReportFinding } from '../findings';
import { ApplicationBuildFile } from '../gradle/parseBuildFile';
import { tryParseEntityRef } from './SourcedEntity';

/**
 * What the catalog will have after the sync, for all that is known before it.
 *
 * - `present`: the source has the entity
 * - `kept`: it stays in the catalog: the source may have it, but it could not be read, or its
 *   removal is held
 * - `absent`: the source does not have it
 *
 * @public
 */
export type EntityPresence = 'present' | 'kept' | 'absent';

/**
 * What is needed to turn the records of a source into entities.
 *
 * @public
 */
export interface TransformContext {
  /** Location ref of a file of the source. */
  locationOf(path: string): string;
  presenceOf(entityRef: string): EntityPresence;
  /** The kinds of entities that a source can hold. */
  entityKinds: ReadonlySet<string>;
  /** What the build files say, by the id of the application. */
  buildFiles: Map<string, ApplicationBuildFile>;
  /**
   * Owner of every bounded context, by its id in lower case. Filled in by the bounded contexts,
   * for the contracts that come after them.
   */
  boundedContextOwners: Map<string, string>;
  report: ReportFinding;
}

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
   * Turns a reference into an entity ref, and warns if the source does not have that entity, though
   * another provider of the catalog may have it. Undefined without a reference, or, with a warning,
   * if the text is not a reference at all.
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
    if (!value) {
      return undefined;
    }
    const compound = parseReference(value, kind);
    if (!compound) {
      this.warn({
        code: 'SCHEMA',
        message: `${this.label} names '${value}' in '${field}', which is not a valid ${kind} name; the reference is left out`,
        hint: `Write the id of a ${kind} in '${field}'.`,
      });
      return undefined;
    }
    const entityRef = stringifyEntityRef(compound);
    const { entityKinds, presenceOf } = this.options.context;
    // A source holds nothing in other namespaces, and only some kinds of entities.
    const isExpectedInSource =
      entityKinds.has(kind) &&
      compound.namespace.toLowerCase() === 'default' &&
      compound.kind.toLowerCase() === kind.toLowerCase();
    if (isExpectedInSource && presenceOf(entityRef) === 'absent') {
      this.warn({
        code: 'UNKNOWN_REFERENCE',
        message: `${this.label} names '${value}' in '${field}', but the source has no ${entityRef}`,
        hint: `Correct the id, or add '${value}' to the source.`,
      });
    }
    return entityRef;
  }

  /** Turns the references of a field into entity refs, without duplicates. */
  resolveAll(field: string, values: string[], kind: string): string[] {
    const refs = values.map(value => this.resolve(field, value, kind));
    return [...new Set(refs.filter(ref => ref !== undefined))];
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
  const { isValidKind, isValidNamespace, isValidObjectName } =
    KubernetesValidatorFunctions;
  const ref = tryParseEntityRef(value, { defaultKind });
  const isValid =
    isValidKind(ref?.kind) &&
    isValidNamespace(ref?.namespace.toLowerCase()) &&
    isValidObjectName(ref?.name);
  return isValid ? ref : undefined;
}
