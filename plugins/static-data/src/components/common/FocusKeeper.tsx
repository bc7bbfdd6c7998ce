import { ReactNode, useRef } from 'react';
import { useFocusKeeper } from '../../hooks/useFocusKeeper';
import { useDirectionStyles } from './styles';

/**
 * Around what stands on a page of others: keeps focus within it when the button that has it disappears, and
 * gives its words the direction of their language.
 */
export function FocusKeeper(props: { children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const direction = useDirectionStyles();
  useFocusKeeper(root);
  return (
    <div ref={root} tabIndex={-1} className={direction.root}>
      {props.children}
    </div>
  );
}
