import {
  changesToMarkdown,
  describeCounts,
  joinMarkdown,
  toCode,
  toMarkdownList,
} from '@internal/plugin-static-data-model';
import { SourceDifference } from '../source/diffSource';

/** Characters: GitHub takes 65,536 in a comment. */
const MAX_LENGTH = 60_000;

/**
 * A difference as Markdown, for a comment on a pull request. All texts from the repository are in
 * code spans and code blocks, which they cannot get out of: there, nothing is a mention, a link or HTML.
 */
export function toMarkdown(difference: SourceDifference): string {
  const { base, changes, heldBecause, consumers, areConsumersKnown, failure } =
    difference;
  if (failure) {
    const { code, message, hint } = failure;
    return joinMarkdown(
      [
        '### Static Data: a sync would fail\n',
        `**${code}** ${toCode(message)}`,
        toCode(hint),
        'The catalog would stay as it is.',
      ],
      MAX_LENGTH,
    );
  }
  const pieces = [
    `### Static Data: ${describeCounts(changes)}\n`,
    `Compared with ${toCode(base.ref)} (${toCode(base.commit.slice(0, 7))}).`,
  ];
  if (base.problem !== undefined) {
    const problem = toCode(base.problem);
    pieces.push(`There is no source there, so everything is added: ${problem}`);
  }
  if (heldBecause.length > 0) {
    pieces.push(
      ...toMarkdownList('The guard holds removals', heldBecause.map(toCode)),
    );
  }
  if (consumers.length > 0) {
    const items = consumers.map(
      ({ code, message, hint }) =>
        `**${code}** ${toCode(message)}\n  ${toCode(hint)}`,
    );
    pieces.push(...toMarkdownList('Consumers are affected', items));
  } else if (!areConsumersKnown) {
    pieces.push(
      'Who consumes which API is not known here: there are no build files to compare.',
    );
  }
  pieces.push(...changesToMarkdown(changes));
  return joinMarkdown(pieces, MAX_LENGTH);
}
