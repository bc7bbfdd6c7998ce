import {
  CompoundEntityRef,
  KubernetesValidatorFunctions,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { ReportFinding } from '../findings';
import { SourceLocation } from '../parse/types';
import { EntityPresence } from './knownEntities';

/** The record that something is made of, as findings name it. */
export interface RecordInfo {
  /** For example `Application 'payments'`. */
  label: string;
  entityRef: string;
  location: SourceLocation;
}

/** A reference from one record to another. */
export interface RecordReference {
  /** As it is written in the record: an id, or an entity ref. */
  value: string;
  /** Kind of an id. */
  kind: 'Group' | 'User' | 'System' | 'Domain';
  /** Name of the field that it is written in. */
  field: string;
}

/** The owner of what has none. */
export const UNKNOWN_OWNER = 'unknown';

export interface TransformContextOptions {
  locationOf(path: string): string;
  presenceOf(entityRef: string): EntityPresence;
  report: ReportFinding;
}

/** What the making of every entity needs. */
export class TransformContext {
  readonly #options: TransformContextOptions;

  constructor(options: TransformContextOptions) {
    this.#options = options;
  }

  /** Location ref of a file of the source. */
  locationOf(path: string): string {
    return this.#options.locationOf(path);
  }

  /** Whether the source has an entity. */
  presenceOf(entityRef: string): EntityPresence {
    return this.#options.presenceOf(entityRef);
  }

  /** Reports a warning on a record. */
  warn(
    record: RecordInfo,
    finding: Pick<SyncFinding, 'code' | 'message' | 'hint'>,
  ): void {
    this.#options.report({
      severity: 'warning',
      phase: 'TRANSFORM',
      ...record.location,
      entity: record.entityRef,
      ...finding,
    });
  }

  /**
   * Turns a reference into an entity ref, and warns if the source does not have that entity: another
   * provider of the catalog may. Undefined if it is no reference at all.
   */
  resolve(record: RecordInfo, reference: RecordReference): string | undefined {
    const { value, kind, field } = reference;
    const compound = parseReference(value, kind);
    if (!compound) {
      this.warn(record, {
        code: 'SCHEMA',
        message: `${record.label} names '${value}' in '${field}', which is no ${kind} name; the reference is left out`,
        hint: `Write the id of a ${kind} in '${field}'.`,
      });
      return undefined;
    }
    const entityRef = stringifyEntityRef(compound);
    // The source holds no users, nothing in other namespaces, and only some kinds.
    const isOfThisSource =
      kind !== 'User' &&
      compound.namespace.toLowerCase() === 'default' &&
      compound.kind.toLowerCase() === kind.toLowerCase();
    if (isOfThisSource && this.presenceOf(entityRef) === 'absent') {
      this.warn(record, {
        code: 'UNKNOWN_REFERENCE',
        message: `${record.label} names '${value}' in '${field}', but the source has no ${entityRef}`,
        hint: `Correct the id, or add '${value}' to the source.`,
      });
    }
    return entityRef;
  }

  /** Turns the references of a field into entity refs, without repeats. */
  resolveAll(
    record: RecordInfo,
    values: string[],
    reference: Omit<RecordReference, 'value'>,
  ): string[] {
    const refs = values.map(value =>
      this.resolve(record, { value, ...reference }),
    );
    return [...new Set(refs.filter(ref => ref !== undefined))];
  }

  /** Turns a reference to a squad into an owner; without one, warns and answers `unknown`. */
  resolveOwner(
    record: RecordInfo,
    field: string,
    value: string | undefined,
  ): string {
    const owner =
      value && this.resolve(record, { value, kind: 'Group', field });
    if (owner) {
      return owner;
    }
    this.warn(record, {
      code: 'MISSING_OWNER',
      message: `${record.label} has no owner; '${UNKNOWN_OWNER}' stands in its place`,
      hint: `Name the id of a squad in '${field}'.`,
    });
    return UNKNOWN_OWNER;
  }
}

function parseReference(
  value: string,
  defaultKind: string,
): CompoundEntityRef | undefined {
  try {
    const ref = parseEntityRef(value, { defaultKind });
    const isValid =
      KubernetesValidatorFunctions.isValidKind(ref.kind) &&
      KubernetesValidatorFunctions.isValidNamespace(
        ref.namespace.toLowerCase(),
      ) &&
      KubernetesValidatorFunctions.isValidObjectName(ref.name);
    return isValid ? ref : undefined;
  } catch {
    return undefined;
  }
}
