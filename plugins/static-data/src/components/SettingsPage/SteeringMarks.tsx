import {
  SteeringAct,
  SteeringActType,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import PauseIcon from '@material-ui/icons/Pause';
import ResumeIcon from '@material-ui/icons/PlayArrow';
import PinIcon from '@material-ui/icons/Room';
import CancelIcon from '@material-ui/icons/Stop';
import UnpinIcon from '@material-ui/icons/Undo';
import { useRovingFocus } from '../../hooks/useRovingFocus';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { spread, TimeAxis, toPercent } from '../../lib/timeline';
import { Tooltip } from '../common/Tooltip';
import { useIsNarrow } from '../common/layout';
import { PLAIN_LIST } from '../common/styles';
import { useActWords } from '../steering/SteeringWords';

const ICONS: Record<SteeringActType, typeof PauseIcon> = {
  PAUSE: PauseIcon,
  RESUME: ResumeIcon,
  PIN: PinIcon,
  UNPIN: UnpinIcon,
  CANCEL: CancelIcon,
};

/** Pixels; there is as much room before they are known. */
export const ACTS_HEIGHT = 18;

const useStyles = makeStyles(theme => ({
  row: { position: 'relative', height: ACTS_HEIGHT },
  list: PLAIN_LIST,
  place: {
    position: 'absolute',
    top: 1,
    transform: 'translateX(-50%)',
    '&:hover, &:focus-within': { zIndex: 1 },
  },
  mark: {
    display: 'flex',
    padding: 1,
    border: `1px solid ${theme.palette.text.primary}`,
    borderRadius: '50%',
    backgroundColor: theme.palette.background.paper,
    color: theme.palette.text.primary,
    cursor: 'pointer',
    '& svg': { fontSize: 12 },
    '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
  },
}));

/** Percent of the timeline that a mark covers at most, on a telephone and on wider pages. */
const WIDTHS = { wide: 2.6, narrow: 6 };

/** What people did to the syncs, each when it was done; a single tab stop, with arrow keys to move. */
export function SteeringMarks(props: {
  /** Newest first. */
  acts: SteeringAct[];
  axis: TimeAxis;
  /** Shows the history from a time (ISO 8601, UTC). */
  onChoose: (from: string) => void;
}) {
  const { axis, onChoose } = props;
  const { t } = useStaticDataTranslation();
  const describe = useActWords();
  const classes = useStyles();
  const acts = props.acts.filter(({ time }) => Date.parse(time) >= axis.start);
  const isNarrow = useIsNarrow();
  // several may have been done at once
  const places = spread(
    acts.map(({ time }) => toPercent(Date.parse(time), axis)).reverse(),
    isNarrow ? WIDTHS.narrow : WIDTHS.wide,
  ).reverse();
  const roving = useRovingFocus(acts.map(({ id }) => String(id)).reverse(), {
    reversed: true,
  });

  if (acts.length === 0) {
    return <div className={classes.row} />;
  }
  return (
    // events bubble up from the buttons in the list
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      className={`${classes.list} ${classes.row}`}
      aria-label={t('recentSyncs.acts')}
      onKeyDown={roving.onKeyDown}
    >
      {acts.map((act, index) => {
        const Icon = ICONS[act.type] ?? CancelIcon;
        const words = describe(act);
        return (
          <li
            key={act.id}
            className={classes.place}
            style={{ left: `${places[index]}%` }}
          >
            <Tooltip title={words}>
              <button
                type="button"
                className={classes.mark}
                aria-label={words}
                onClick={() => onChoose(act.time)}
                {...roving.itemProps(String(act.id))}
              >
                <Icon aria-hidden />
              </button>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
