/**
 * The element within which another one scrolls; null if only the window does. What may scroll, but
 * grows with its content, never does: the page of Backstage on a telephone is like that.
 */
export function findScroller(element: Element): Element | null {
  for (
    let ancestor = element.parentElement;
    ancestor;
    ancestor = ancestor.parentElement
  ) {
    const mayScroll = /auto|scroll/.test(getComputedStyle(ancestor).overflowY);
    if (mayScroll && !hasOutgrownWindow(ancestor)) {
      return ancestor;
    }
  }
  return null;
}

function hasOutgrownWindow({ clientHeight, scrollHeight }: Element): boolean {
  return clientHeight > window.innerHeight && scrollHeight <= clientHeight;
}
