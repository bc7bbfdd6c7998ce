import Tooltip from '@material-ui/core/Tooltip';
import { formatDateTime, formatRelativeTime } from '../../lib/formatting';

/** A point in time, written out. */
export function AbsoluteTime(props: { time: string }) {
  return <time dateTime={props.time}>{formatDateTime(props.time)}</time>;
}

/** A point in time seen from now; the tooltip writes it out. */
export function RelativeTime(props: { time: string }) {
  const { time } = props;
  return (
    <Tooltip title={formatDateTime(time)}>
      <time dateTime={time}>{formatRelativeTime(time)}</time>
    </Tooltip>
  );
}
