import { LineRange } from '@internal/plugin-static-data-common';
import {
  ChangedLines,
  ChangeToRecord,
  findChangedLinesInThread,
  firstWithin,
  PreviousVersions,
  unlessTooMuch,
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
      previousVersions: PreviousVersions;
    },
  ) {}

  async find(
    change: ChangeToRecord,
    from: string,
  ): Promise<{ lines?: LineRange }> {
    const lines =
      change.kind === 'API'
        ? await this.#findInDefinition(change)
        : await this.#findInRecord(change, from);
    return lines ? { lines } : {};
  }

  async #findInDefinition({
    entityRef,
    version,
  }: ChangeToRecord): Promise<LineRange | undefined> {
    const after = version?.entity.spec?.definition;
    if (typeof after !== 'string') {
      return undefined;
    }
    const previous = await this.options.previousVersions.get(entityRef);
    const before = previous?.spec?.definition;
    if (typeof before !== 'string' || before === after) {
      return undefined;
    }
    const changed = await findLines(before, after);
    return changed.at(0)?.after;
  }

  async #findInRecord(
    { change, entityRef, sourceFile }: ChangeToRecord,
    from: string,
  ): Promise<LineRange | undefined> {
    if (from === this.options.to) {
      // It is a build file that made the difference.
      return undefined;
    }
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
      this.#changedLines.get(key) ?? (await findLines(before.text, after.text));
    this.#changedLines.set(key, changedLines);
    return firstWithin(
      changedLines.map(lines => lines[side]),
      record,
    );
  }
}

async function findLines(
  before: string,
  after: string,
): Promise<ChangedLines[]> {
  return (await unlessTooMuch(findChangedLinesInThread(before, after))) ?? [];
}
