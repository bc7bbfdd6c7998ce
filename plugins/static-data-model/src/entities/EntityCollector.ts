import { formatPlace } from '@internal/plugin-static-data-common';
import { UnreadableInput } from '../files/SourceFile';
import { ReportFinding } from '../findings';
import { SourcedEntity } from './SourcedEntity';
import { findInvalidity } from './validateEntity';

/** Accepts entities that are valid and the first with their entity ref, and reports the others. */
export class EntityCollector {
  readonly entities: SourcedEntity[] = [];
  readonly unreadable: UnreadableInput[] = [];
  readonly #report: ReportFinding;
  readonly #yieldWhenDue: () => Promise<void>;
  readonly #first = new Map<string, SourcedEntity>();

  constructor(report: ReportFinding, yieldWhenDue: () => Promise<void>) {
    this.#report = report;
    this.#yieldWhenDue = yieldWhenDue;
  }

  async add(sourced: SourcedEntity): Promise<void> {
    const { entity, entityRef, sourceFile: file, sourceLine: line } = sourced;
    const first = this.#first.get(entityRef);
    if (first) {
      const firstPlace = formatPlace(first.sourceFile, first.sourceLine);
      this.#report({
        severity: 'error',
        phase: 'TRANSFORM',
        code: 'DUPLICATE',
        message: `${entityRef} is declared twice: ${firstPlace} wins, ${formatPlace(
          file,
          line,
        )} is ignored`,
        hint: 'Remove or rename one of the two.',
        file,
        line,
        entity: entityRef,
      });
      return;
    }
    this.#first.set(entityRef, sourced);

    const invalidity = await findInvalidity(entity, this.#yieldWhenDue);
    if (invalidity) {
      this.#report({
        severity: 'error',
        phase: 'TRANSFORM',
        code: 'SCHEMA',
        message: `${entityRef} of ${formatPlace(
          file,
          line,
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
