import MuiTooltip, { TooltipProps } from '@material-ui/core/Tooltip';
import { useDirectionStyles } from './styles';

/** A tooltip with the direction of its words, as it is not within the page. */
export function Tooltip(props: TooltipProps) {
  const direction = useDirectionStyles();
  return <MuiTooltip {...props} classes={{ popper: direction.root }} />;
}
