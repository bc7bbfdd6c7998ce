/** The element within which another one scrolls; null if only the window does. */
export function findScroller(element: Element): Element | null {
  for (
    let ancestor = element.parentElement;
    ancestor;
    ancestor = ancestor.parentElement
  ) {
    if (/auto|scroll/.test(getComputedStyle(ancestor).overflowY)) {
      return ancestor;
    }
  }
  return null;
}
