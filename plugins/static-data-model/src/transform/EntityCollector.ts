import { ReportFinding } from '../findings';
import { UnreadableInput } from '../parse/types';
import { SourcedEntity } from './types';
import { findInvalidity } from './validateEntity';

/** Takes the entities that are valid and the first with their entity ref, and reports the others. */
export class EntityCollector {
  readonly entities: SourcedEntity[] = [];
  readonly unreadable: UnreadableInput[] = [];
  readonly #report: ReportFinding;
  readonly #breathe: () => Promise<void>;
  readonly #first = new Map<string, SourcedEntity>();

  /** @param breathe - is called again and again while an entity is looked at */
  constructor(report: ReportFinding, breathe: () => Promise<void>) {
    this.#report = report;
    this.#breathe = breathe;
  }

  async add(sourced: SourcedEntity): Promise<void> {
    const { entity, entityRef, sourceFile: file, sourceLine: line } = sourced;
    const first = this.#first.get(entityRef);
    if (first) {
      this.#report({
        severity: 'error',
        phase: 'TRANSFORM',
        code: 'DUPLICATE',
        message: `${entityRef} comes from ${place(first)} and from ${place(
          sourced,
        )}: the first wins, the second is ignored`,
        hint: 'Remove or rename one of the two.',
        file,
        line,
        entity: entityRef,
      });
      return;
    }
    this.#first.set(entityRef, sourced);

    const invalidity = await findInvalidity(entity, this.#breathe);
    if (invalidity) {
      this.#report({
        severity: 'error',
        phase: 'TRANSFORM',
        code: 'SCHEMA',
        message: `${entityRef} of ${place(
          sourced,
        )} is not valid for the catalog: ${invalidity}`,
        hint: 'Correct the record. Until then the catalog keeps its last known good version.',
        file,
        line,
        entity: entityRef,
      });
      this.unreadable.push({ file, entityRef });
      return;
    }
    this.entities.push(sourced);
  }
}

function place({ sourceFile, sourceLine }: SourcedEntity): string {
  return sourceLine ? `${sourceFile}, line ${sourceLine}` : sourceFile;
}
