import {
  StatusError,
  StatusOK,
  StatusWarning,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { ComponentType, ReactNode } from 'react';

/** How good or bad a status is. */
export type StatusTone = 'ok' | 'warning' | 'error';

const ICONS = { ok: StatusOK, warning: StatusWarning, error: StatusError };

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    whiteSpace: 'nowrap',
    // the icon is placed for a line of its own, and would stretch this one
    '& svg': {
      top: 0,
    },
  },
});

/** An icon and a word, so that colour is never all there is. */
export function IconLabel(props: {
  icon: ComponentType<{}>;
  children: ReactNode;
}) {
  const { icon: Icon, children } = props;
  const classes = useStyles();
  return (
    <span className={classes.root}>
      {/* hides its children from screen readers, so the word stays outside */}
      <Icon />
      <span>{children}</span>
    </span>
  );
}

/** A status as an icon and a word. */
export function StatusLabel(props: { tone: StatusTone; children: ReactNode }) {
  const { tone, children } = props;
  return <IconLabel icon={ICONS[tone]}>{children}</IconLabel>;
}
