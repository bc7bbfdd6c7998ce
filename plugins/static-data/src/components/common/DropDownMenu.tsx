import Menu from '@material-ui/core/Menu';
import { ReactNode } from 'react';

/** A menu that opens below its button, not over it. */
export function DropDownMenu(props: {
  id: string;
  /** The button while the menu is open. */
  anchor: HTMLElement | undefined;
  onClose: () => void;
  children: ReactNode;
}) {
  const { id, anchor, onClose, children } = props;
  return (
    <Menu
      id={id}
      open={Boolean(anchor)}
      anchorEl={anchor}
      getContentAnchorEl={null}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      onClose={onClose}
    >
      {children}
    </Menu>
  );
}
