import {
  SourceSteering,
  SteeringActType,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import PauseIcon from '@material-ui/icons/Pause';
import PinIcon from '@material-ui/icons/Room';
import { ReactNode } from 'react';
import { useOverrideAccess, useRefreshAccess } from '../../hooks/useAccess';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { CutWords } from '../common/CutWords';
import { lineButton, noticeHeight, noticeWords } from '../common/styles';
import { PauseWords, PinWords } from './SteeringWords';

const useStyles = makeStyles(theme => ({
  root: {
    ...theme.typography.body2,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.25),
    marginTop: theme.spacing(0.5),
    [theme.breakpoints.down('sm')]: {
      gap: theme.spacing(1),
      marginTop: theme.spacing(1),
    },
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1),
    minHeight: '1.5rem',
  },
  words: noticeWords(theme),
  mark: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    paddingInlineStart: theme.spacing(0.5),
    paddingInlineEnd: theme.spacing(1),
    borderRadius: theme.spacing(1.5),
    whiteSpace: 'nowrap',
    backgroundColor: theme.palette.warningBackground,
    color: theme.palette.warningText,
    '& svg': { fontSize: '1rem' },
  },
  oneLine: {
    [theme.breakpoints.up('md')]: {
      // the lines are among those of the header
      display: 'contents',
      '& $line': { flexWrap: 'nowrap' },
    },
    [theme.breakpoints.down('xs')]: {
      gap: theme.spacing(0.5),
      marginTop: 0,
      '& $line': noticeHeight(theme),
    },
  },
  button: lineButton(theme),
}));

/** That a source is paused or pinned, by whom, since when, why and until when: a line for each. */
export function SteeringNotice(props: {
  steering: SourceSteering;
  /** Whether long reasons are cut on a wide page until the reader asks for all of them. */
  oneLine?: boolean;
  /** Called when the reader, who is allowed to, wants it to end. */
  onAct?: (act: SteeringActType) => void;
}) {
  const { steering, oneLine = false, onAct } = props;
  const { pause, pin } = steering;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const refresh = useRefreshAccess();
  const override = useOverrideAccess();

  if (!pause && !pin) {
    return null;
  }
  return (
    <div
      role="group"
      aria-label={t('steering.title')}
      className={`${classes.root} ${oneLine ? classes.oneLine : ''}`}
    >
      {pause && (
        <Line
          icon={<PauseIcon aria-hidden />}
          mark={t('steering.paused')}
          reason={pause.reason}
          oneLine={oneLine}
          action={t('steering.resume')}
          onAct={onAct && refresh.allowed ? () => onAct('RESUME') : undefined}
        >
          <PauseWords pause={pause} />
        </Line>
      )}
      {pin && (
        <Line
          icon={<PinIcon aria-hidden />}
          mark={t('steering.pinned')}
          reason={pin.reason}
          oneLine={oneLine}
          action={t('steering.unpin')}
          onAct={onAct && override.allowed ? () => onAct('UNPIN') : undefined}
        >
          <PinWords pin={pin} />
        </Line>
      )}
    </div>
  );
}

function Line(props: {
  icon: ReactNode;
  mark: string;
  reason: string;
  oneLine: boolean;
  action: string;
  onAct?: () => void;
  children: ReactNode;
}) {
  const { icon, mark, reason, oneLine, action, onAct, children } = props;
  const classes = useStyles();
  return (
    <div className={classes.line}>
      <span className={classes.mark}>
        {icon}
        {mark}
      </span>{' '}
      <div className={classes.words}>
        <CutWords text={reason} isCuttable={oneLine}>
          {children}
        </CutWords>
      </div>
      {onAct && (
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          aria-haspopup="dialog"
          className={classes.button}
          onClick={onAct}
        >
          {action}
        </Button>
      )}
    </div>
  );
}
