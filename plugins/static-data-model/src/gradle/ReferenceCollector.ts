import sortBy from 'lodash/sortBy';
import sortedIndex from 'lodash/sortedIndex';
import { Group } from './statements';
import { Token } from './tokens';
import { Evaluated } from './values';
import { ApiRelation, GENERATORS, REFERENCE } from './vocabulary';

/** Nothing else can be meant as a reference, where it is not known whether one is expected. */
const LIKE_REFERENCE = /^[^\s/:]*:[^\s/]*$/;

/** Something in a build file that is or should be a reference to an API. */
export type FoundReference = {
  relation: ApiRelation;
  offset: number;
} & (
  | {
      type: 'text';
      text: string;
      /** Name of the call that it is given to; none where nothing but references is expected. */
      call?: string;
    }
  /** Only running the build could tell what it is. */
  | { type: 'computed'; end: number }
);

/** A text before a block that is a name, if the block has references, and else a mistake. */
interface PossibleName {
  reference: FoundReference;
  block: Group;
}

/** Collects what the arguments and properties in producer and consumer blocks say. */
export class ReferenceCollector {
  readonly #references: FoundReference[] = [];
  readonly #possibleNames: PossibleName[] = [];
  readonly #used = new Set<Token>();

  /** Strings that became references. */
  get used(): ReadonlySet<Token> {
    return this.#used;
  }

  get counts(): { references: number; possibleNames: number } {
    return {
      references: this.#references.length,
      possibleNames: this.#possibleNames.length,
    };
  }

  /**
   * Adds what an argument or a property says.
   *
   * @param wanted - `all`: it must be a reference; `references`: other texts are something else
   * @param call - the call that it is given to, with a block that the text may be a name for
   */
  add(
    evaluated: Evaluated,
    relation: ApiRelation,
    wanted: 'all' | 'references',
    { name: call, block }: { name?: string; block?: Group } = {},
  ): void {
    if (evaluated.type === 'other') {
      return;
    }
    const computed =
      evaluated.type === 'unknown' ? [evaluated] : evaluated.unknown ?? [];
    for (const { offset, end } of computed) {
      this.#references.push({ type: 'computed', relation, offset, end });
    }
    const values = evaluated.type === 'texts' ? evaluated.values : [];
    for (const { text, offset, tokens } of values) {
      const reference: FoundReference = {
        type: 'text',
        relation,
        offset,
        text,
        call,
      };
      const isName = !text.includes(':') && text !== '';
      if (block && isName && wanted === 'all') {
        this.#possibleNames.push({ reference, block });
      } else if (wanted === 'all' || REFERENCE.test(text)) {
        this.#references.push(reference);
        tokens.forEach(token => this.#used.add(token));
      }
    }
  }

  /** In file order. */
  toReferences(): FoundReference[] {
    const references = sortBy(this.#references, 'offset');
    const offsets = references.map(({ offset }) => offset);
    const mistakes = this.#possibleNames
      .filter(({ block }) => {
        const next = offsets[sortedIndex(offsets, block.offset)];
        return next === undefined || next >= block.end;
      })
      .map(({ reference }) => reference);
    const expecting = new Set(
      references.map(each =>
        each.type === 'text' && REFERENCE.test(each.text)
          ? each.call
          : undefined,
      ),
    );
    return sortBy([...references, ...mistakes], 'offset').filter(
      each =>
        each.type === 'computed' ||
        !each.call ||
        LIKE_REFERENCE.test(each.text) ||
        expecting.has(each.call) ||
        GENERATORS.has(each.call.toLowerCase()),
    );
  }
}
