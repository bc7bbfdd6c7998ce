import sortBy from 'lodash/sortBy';
import sortedIndex from 'lodash/sortedIndex';
import { Group } from './statements';
import { Span, Token } from './tokens';
import { Evaluated, Value } from './values';
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

/** A reference that is said where none is expected, by a constant or in a string. */
interface Mention extends Value {
  /** Undefined where it is not known what it would mean. */
  relation?: ApiRelation;
}

/** Collects what the arguments and properties in producer and consumer blocks say. */
export class ReferenceCollector {
  readonly #references: FoundReference[] = [];
  readonly #possibleNames: PossibleName[] = [];
  readonly #mentions: Mention[] = [];
  readonly #used = new Set<Token>();
  /** Of a string that is made of lists, many values may be the same. */
  readonly #seen = new Set<string>();

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
      const key = `${offset} ${relation} ${wanted} ${call} ${text}`;
      if (this.#seen.has(key)) {
        continue;
      }
      this.#seen.add(key);
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

  /** Notes what is given to something that may be for references or not. */
  mention(evaluated: Evaluated, relation: ApiRelation | undefined): void {
    if (evaluated.type === 'texts') {
      for (const value of evaluated.values) {
        if (REFERENCE.test(value.text)) {
          this.#mentions.push({ ...value, relation });
        }
      }
    }
  }

  /** What was only mentioned, and is a reference nowhere else. */
  toLeftOvers(): Pick<Span, 'offset'>[] {
    const stated = new Set(
      this.#references.flatMap(each =>
        each.type === 'text'
          ? [each.text, `${each.relation} ${each.text}`]
          : [],
      ),
    );
    return this.#mentions.filter(
      ({ text, relation }) =>
        !stated.has(relation ? `${relation} ${text}` : text),
    );
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
