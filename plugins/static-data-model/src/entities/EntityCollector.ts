import { formatPlace } from '@internal/plugin-static-data-common';
import { UnreadableInput } from '../files/SourceFile';
import { KEPT_UNTIL_THEN, Problem, ReportFinding } from '../findings';
import { SourcedEntity } from './SourcedEntity';
import { findInvalidity } from './validateEntity';

/** Accepts entities that are valid and the first with their entity ref, and reports the others. */
export class EntityCollector {
  readonly entities: SourcedEntity[] = [];
  readonly unreadable: UnreadableInput[] = [];
  private readonly first = new Map<string, SourcedEntity>();

  constructor(
    private readonly report: ReportFinding,
    private readonly yieldWhenDue: () => Promise<void>,
  ) {}

  async add(sourced: SourcedEntity): Promise<void> {
    const { entity, entityRef, sourceFile: file, sourceLine: line } = sourced;
    const place = formatPlace(file, line);
    const reportError = (problem: Problem) =>
      this.report({
        severity: 'error',
        phase: 'TRANSFORM',
        file,
        line,
        ...problem,
        entity: entityRef,
      });
    const first = this.first.get(entityRef);
    if (first) {
      const firstPlace = formatPlace(first.sourceFile, first.sourceLine);
      const message = `${entityRef} is declared twice: ${firstPlace} wins, ${place} is ignored`;
      reportError({
        code: 'DUPLICATE',
        message,
        hint: `Remove or rename one of the two. Until then, nothing that comes from ${file} is removed.`,
      });
      // If its name is a mistake, it is an entity whose name nobody knows.
      this.unreadable.push({ file, reason: message });
      return;
    }
    this.first.set(entityRef, sourced);

    const invalidity = await findInvalidity(entity, this.yieldWhenDue);
    if (invalidity) {
      reportError({
        code: 'SCHEMA',
        message: `${entityRef} of ${place} is not valid for the catalog: ${invalidity}`,
        hint: `Correct the record. ${KEPT_UNTIL_THEN}`,
      });
      this.unreadable.push({ file, entityRef });
      return;
    }
    this.entities.push(sourced);
  }
}
