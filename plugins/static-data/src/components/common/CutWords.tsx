import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import LessIcon from '@material-ui/icons/ExpandLess';
import MoreIcon from '@material-ui/icons/ExpandMore';
import { ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { clampLines } from './styles';

const useStyles = makeStyles(theme => ({
  words: { minWidth: 0, overflowWrap: 'anywhere' },
  cut: {
    ...clampLines(2),
    [theme.breakpoints.up('md')]: {
      WebkitLineClamp: 1,
      wordBreak: 'break-all',
    },
  },
  toggle: { flex: 'none', padding: 0, color: 'inherit' },
}));

/** Words in one line of a wide page, or two of a narrow one, and a button that shows all of them. */
export function CutWords(props: {
  /** Changes whenever the words do. */
  text: string;
  /** Whether they are cut at all. */
  isCuttable?: boolean;
  children: ReactNode;
}) {
  const { text, isCuttable = true, children } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const id = useId();
  const [isWhole, setIsWhole] = useState(false);
  const words = useRef<HTMLSpanElement>(null);
  const [isCut, setIsCut] = useState(false);
  const toggle = isWhole ? t('cutWords.showLess') : t('cutWords.showAll');

  useEffect(() => {
    const { current } = words;
    if (!current) {
      return undefined;
    }
    const measure = () => setIsCut(current.scrollHeight > current.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [text]);

  return (
    <>
      <span
        ref={words}
        id={id}
        className={`${classes.words} ${
          isCuttable && !isWhole ? classes.cut : ''
        }`}
      >
        {children}
      </span>
      {(isCut || isWhole) && (
        <IconButton
          size="small"
          className={classes.toggle}
          aria-label={toggle}
          title={toggle}
          aria-expanded={isWhole}
          aria-controls={id}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? <LessIcon /> : <MoreIcon />}
        </IconButton>
      )}
    </>
  );
}
