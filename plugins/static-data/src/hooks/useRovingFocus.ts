import { KeyboardEvent, useState } from 'react';

/**
 * Makes a list of links or buttons a single tab stop, with arrow keys to move in it.
 *
 * @param ids - of all elements, from left to right; the last is the tab stop at first
 * @param options - `reversed`: the document has them from right to left
 */
export function useRovingFocus(
  ids: string[],
  options: { reversed?: boolean } = {},
) {
  const last = ids.length - 1;
  const [reachedId = ids[last], setReachedId] = useState<string>();
  const found = ids.indexOf(reachedId);
  const reached = found < 0 ? last : found;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const targets: Record<string, number> = {
      ArrowLeft: Math.max(0, reached - 1),
      ArrowRight: Math.min(last, reached + 1),
      Home: 0,
      End: last,
    };
    if (event.key in targets) {
      event.preventDefault();
      const target = targets[event.key];
      event.currentTarget
        .querySelectorAll<HTMLElement>('a, button')
        .item(options.reversed ? last - target : target)
        .focus();
    }
  };
  return {
    onKeyDown,
    /** What makes an element with this id one of the list. */
    itemProps: (id: string) => ({
      tabIndex: id === ids[reached] ? 0 : -1,
      onFocus: () => setReachedId(id),
    }),
  };
}
