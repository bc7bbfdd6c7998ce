import { ReactNode, useRef } from 'react';
import { useFocusKeeper } from '../../hooks/useFocusKeeper';

/** Keeps focus within what stands on a page of others, when the button that has it disappears. */
export function FocusKeeper(props: { children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  useFocusKeeper(root);
  return (
    <div ref={root} tabIndex={-1}>
      {props.children}
    </div>
  );
}
