import { RefObject, useEffect } from 'react';

/** Parts of a page that have a name or a meaning, and so can stand in for what was in them. */
const PARTS = 'section, article, nav, form, [role], [tabindex="-1"]';

/** Where focus goes while something lies over the page. */
const OVERLAYS = '[role="dialog"], [role="menu"], [role="presentation"]';

/**
 * Hands focus on when what has it disappears or is disabled: to the smallest part of the page
 * around it that is still there. Otherwise the browser starts over at the top of the document.
 */
export function useFocusKeeper(root: RefObject<HTMLElement>) {
  useEffect(() => {
    /** What had focus last, and then what is around it, up to the root. */
    let path: HTMLElement[] = [];

    const isGone = (element: HTMLElement) =>
      !element.isConnected || element.matches(':disabled');

    const onFocusIn = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && root.current?.contains(target)) {
        path = pathOf(target, root.current);
      } else if (target instanceof Element && !target.closest(OVERLAYS)) {
        path = [];
      }
    };
    const onFocusOut = ({ relatedTarget }: FocusEvent) => {
      // browsers tell of this before the element is gone
      queueMicrotask(() => {
        if (!relatedTarget && path[0] && !isGone(path[0])) {
          path = [];
        }
      });
    };
    const handOn = () => {
      const [last, ...around] = path;
      const { activeElement, body } = document;
      const isLost = activeElement === body || activeElement === last;
      if (last && isGone(last) && isLost) {
        path = [];
        const heir =
          around.find(part => part.isConnected && part.matches(PARTS)) ??
          root.current?.querySelector<HTMLElement>('article');
        if (heir) {
          moveFocusTo(heir);
        }
      }
    };

    const observer = new MutationObserver(handOn);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ['disabled'],
    });
    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('focusout', onFocusOut);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('focusout', onFocusOut);
    };
  }, [root]);
}

/** Focuses a part of the page that is no control. */
export function moveFocusTo(part: HTMLElement) {
  if (!part.hasAttribute('tabindex')) {
    part.tabIndex = -1;
  }
  part.focus({ preventScroll: true });
}

function pathOf(element: HTMLElement, root: HTMLElement): HTMLElement[] {
  const path = [];
  for (
    let current: HTMLElement | null = element;
    current && current !== root.parentElement;
    current = current.parentElement
  ) {
    path.push(current);
  }
  return path;
}
