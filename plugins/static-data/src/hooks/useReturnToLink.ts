import { useEffect, useRef, useState } from 'react';
import {
  NavigationType,
  useLocation,
  useNavigationType,
} from 'react-router-dom';

/** Where a list was left. */
export interface Place {
  /** Of the link. */
  href: string;
  /** With what the page of the list began, if it has pages. */
  first?: string;
}

/** By the entry of the browser's history. */
const left = new Map<string, Place>();

/** Where readers had left the list to which they have come back with the browser's button. */
export function useReturn(): Place | undefined {
  const { key } = useLocation();
  const isReturn = useNavigationType() === NavigationType.Pop;
  const [place] = useState(isReturn ? left.get(key) : undefined);
  return place;
}

/**
 * Returns readers who come back with the browser's button to the link of a list by which they left
 * it: gives it the focus, and scrolls to it. The list takes the ref.
 *
 * @param first - with what the page of the list begins, if it has pages
 */
export function useReturnToLink<T extends HTMLElement>(first?: string) {
  const ref = useRef<T>(null);
  const { key } = useLocation();
  const returned = useReturn();

  useEffect(() => {
    const list = ref.current;
    const onClick = ({ target }: MouseEvent) => {
      const link = target instanceof Element && target.closest('a');
      if (link) {
        left.set(key, { href: link.getAttribute('href') ?? '', first });
      }
    };
    list?.addEventListener('click', onClick);
    return () => list?.removeEventListener('click', onClick);
  }, [key, first]);

  useEffect(() => {
    if (returned) {
      const links = ref.current?.querySelectorAll('a') ?? [];
      const link = [...links].find(
        a => a.getAttribute('href') === returned.href,
      );
      link?.scrollIntoView?.({ block: 'center' });
      link?.focus({ preventScroll: true });
    }
  }, [returned]);

  return ref;
}
