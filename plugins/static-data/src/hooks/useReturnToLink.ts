import { useEffect, useRef } from 'react';
import {
  NavigationType,
  useLocation,
  useNavigationType,
} from 'react-router-dom';

/** Where a list was left, by the entry of the browser's history. */
const left = new Map<string, string>();

/**
 * Returns readers who come back with the browser's button to the link of a list by which they left
 * it: gives it the focus, and scrolls to it. The list takes the ref.
 */
export function useReturnToLink<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  const { key } = useLocation();
  const isReturn = useNavigationType() === NavigationType.Pop;
  const returned = useRef(false);

  useEffect(() => {
    const list = ref.current;
    const onClick = ({ target }: MouseEvent) => {
      const link = target instanceof Element && target.closest('a');
      if (link) {
        left.set(key, link.getAttribute('href') ?? '');
      }
    };
    list?.addEventListener('click', onClick);
    return () => list?.removeEventListener('click', onClick);
  }, [key]);

  useEffect(() => {
    const href = isReturn && !returned.current && left.get(key);
    returned.current = true;
    if (href) {
      const links = ref.current?.querySelectorAll('a') ?? [];
      const link = [...links].find(a => a.getAttribute('href') === href);
      link?.scrollIntoView?.({ block: 'center' });
      link?.focus({ preventScroll: true });
    }
  }, [key, isReturn]);

  return ref;
}
