import { useEffect, useRef, useState } from 'react';

/** How long typing has to rest before it counts. */
export const TYPING_PAUSE_MS = 400;

/**
 * What the reader types, until it counts. A value that changes otherwise, by the back
 * button for example, replaces what was typed. What `onCommit` does not take is offered
 * again whenever that is another function.
 */
export function useDraft(value: string, onCommit: (value: string) => void) {
  const [draft, setDraft] = useState(value);
  const committed = useRef(value);

  useEffect(() => {
    if (value !== committed.current) {
      committed.current = value;
      setDraft(value);
    }
  }, [value]);

  useEffect(() => {
    if (draft === value) {
      return undefined;
    }
    const timer = setTimeout(() => {
      committed.current = draft;
      onCommit(draft);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, value, onCommit]);

  return [draft, setDraft] as const;
}
