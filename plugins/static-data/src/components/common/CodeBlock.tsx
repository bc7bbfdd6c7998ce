import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

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
    textAlign: 'start',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** Text of a file, which scrolls if it is long. */
export function CodeBlock(props: { label: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <pre
      dir="ltr"
      className={classes.root}
      role="group"
      // scrollable content must be reachable with the keyboard
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={props.label}
    >
      {props.children}
    </pre>
  );
}
