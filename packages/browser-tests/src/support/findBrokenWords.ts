import { Locator } from '@playwright/test';

/** Words in some elements that begin in one line and end in another. */
export async function findBrokenWords(elements: Locator): Promise<string[]> {
  const words = await elements.evaluateAll(all =>
    all.flatMap(element => {
      const found: Array<{ word: string; lines: number }> = [];
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const { textContent } = texts.currentNode;
        // a line may end at a space or a hyphen
        for (const { 0: word, index } of textContent!.matchAll(/[^\s-]+/g)) {
          const range = document.createRange();
          range.setStart(texts.currentNode, index);
          range.setEnd(texts.currentNode, index + word.length);
          found.push({ word, lines: range.getClientRects().length });
        }
      }
      return found;
    }),
  );
  return words.filter(({ lines }) => lines > 1).map(({ word }) => word);
}
