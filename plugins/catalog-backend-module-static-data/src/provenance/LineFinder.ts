import { Entity } from '@backstage/catalog-model';
import { LineRange } from '@internal/plugin-static-data-common';
import {
  ChangedLines,
  ChangeToRecord,
  findChangedLines,
  firstWithin,
} from '@internal/plugin-static-data-model';
import { CommitHistory } from './CommitHistory';

/** Finds the lines of a change in the file that it was made in. */
export class LineFinder {
  readonly #changedLines = new Map<string, ChangedLines[]>();

  constructor(
    private readonly history: CommitHistory,
    private readonly options: {
      /** The revision that was read. */
      to: string;
      /** The versions before, of the entities that are updated. */
      previousVersions: Map<string, Entity>;
    },
  ) {}

  async find(
    change: ChangeToRecord,
    from: string,
  ): Promise<{ lines?: LineRange }> {
    const lines =
      change.kind === 'API'
        ? this.#findInDefinition(change)
        : await this.#findInRecord(change, from);
    return lines ? { lines } : {};
  }

  #findInDefinition({
    entityRef,
    version,
  }: ChangeToRecord): LineRange | undefined {
    const [before, after] = [
      this.options.previousVersions.get(entityRef),
      version?.entity,
    ].map(entity => entity?.spec?.definition);
    return typeof before === 'string' &&
      typeof after === 'string' &&
      before !== after
      ? findChangedLines(before, after).at(0)?.after
      : undefined;
  }

  async #findInRecord(
    { change, entityRef, sourceFile }: ChangeToRecord,
    from: string,
  ): Promise<LineRange | undefined> {
    const before = await this.history.readVersion(sourceFile, from);
    const after =
      before && (await this.history.readVersion(sourceFile, this.options.to));
    if (!before || !after || change === 'retained') {
      return undefined;
    }
    const isGone = change === 'removed' || change === 'held';
    const side = isGone ? 'before' : 'after';
    const records = [before, after].map(it => it.records.get(entityRef));
    const record = records[isGone ? 0 : 1];
    if (!record || records[0]?.content === records[1]?.content) {
      return undefined;
    }
    const key = `${from} ${sourceFile}`;
    const changedLines =
      this.#changedLines.get(key) ?? findChangedLines(before.text, after.text);
    this.#changedLines.set(key, changedLines);
    return firstWithin(
      changedLines.map(lines => lines[side]),
      record,
    );
  }
}
