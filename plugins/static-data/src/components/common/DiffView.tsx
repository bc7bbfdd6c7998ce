import { alpha, makeStyles } from '@material-ui/core/styles';
import { DiffLine, DiffLineKind } from '../../lib/diff';

const SIGNS: Record<DiffLineKind, string> = {
  added: '+',
  removed: '−',
  same: ' ',
  place: ' ',
};

/** The HTML elements that say to screen readers what colour and sign say to others. */
const ELEMENTS = {
  added: 'ins',
  removed: 'del',
  same: 'span',
  place: 'span',
} as const;

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    padding: theme.spacing(0.5, 0),
    maxHeight: '28rem',
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    fontSize: theme.typography.body2.fontSize,
    fontFamily: 'monospace',
  },
  lines: {
    // as wide as the longest line, so that its colour is not cut off
    display: 'inline-block',
    minWidth: '100%',
  },
  line: {
    display: 'block',
    padding: theme.spacing(0, 1),
    textDecoration: 'none',
    '&::before': {
      content: 'attr(data-sign)',
      display: 'inline-block',
      width: '1.5em',
      whiteSpace: 'pre',
    },
  },
  added: { backgroundColor: alpha(theme.palette.status.ok, 0.18) },
  removed: { backgroundColor: alpha(theme.palette.status.error, 0.18) },
  same: {},
  place: {
    color: theme.palette.text.secondary,
  },
}));

/** Lines with their signs, as diffs are shown. */
export function DiffView(props: { lines: DiffLine[]; label: string }) {
  const { lines, label } = props;
  const classes = useStyles();
  return (
    // long lines scroll, and what scrolls has to be reachable with the keyboard
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={classes.root} role="group" tabIndex={0} aria-label={label}>
      <code className={classes.lines}>
        {lines.map(({ kind, text }, index) => {
          const Line = ELEMENTS[kind];
          return (
            <Line
              key={index}
              className={`${classes.line} ${classes[kind]}`}
              data-sign={SIGNS[kind]}
            >
              {text || ' '}
            </Line>
          );
        })}
      </code>
    </pre>
  );
}
