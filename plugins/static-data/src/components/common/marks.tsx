import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SyncResult } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { syncRouteRef } from '../../routes';
import { Tooltip } from './Tooltip';

/** What came of a sync, or that it is running. */
export type MarkKind = SyncResult | 'running';

const useStyles = makeStyles(theme => ({
  link: {
    position: 'relative',
    display: 'block',
    height: '100%',
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
    },
  },
  bar: {
    position: 'absolute',
    bottom: 0,
    left: '50%',
    // so that many side by side are still told apart
    maxWidth: 'calc(100% - 1px)',
    transform: 'translateX(-50%)',
  },
  // distinguished by more than colour: thin, wide and striped, full and struck out, empty
  SUCCESS: {
    width: 3,
    height: '60%',
    backgroundColor: theme.palette.status.ok,
  },
  PARTIAL_SUCCESS: {
    width: 7,
    height: '85%',
    backgroundColor: theme.palette.background.paper,
    backgroundImage: `repeating-linear-gradient(45deg, ${theme.palette.status.warning} 0 4px, transparent 4px 6px)`,
    border: `1px solid ${theme.palette.status.warning}`,
  },
  FAILURE: {
    width: 8,
    height: '100%',
    backgroundColor: theme.palette.status.error,
    backgroundImage: `linear-gradient(to top right, transparent calc(50% - 1px), ${theme.palette.background.paper} calc(50% - 1px) calc(50% + 1px), transparent calc(50% + 1px))`,
  },
  CANCELLED: {
    width: 6,
    height: '60%',
    border: `1px dashed ${theme.palette.text.secondary}`,
  },
  running: {
    width: 6,
    height: '100%',
    backgroundColor: theme.palette.status.running,
    '@media (prefers-reduced-motion: no-preference)': {
      animation: '$pulse 1.5s ease-in-out infinite',
    },
  },
  '@keyframes pulse': { '50%': { opacity: 0.25 } },
}));

/** A mark that links to a sync, as high as what it is in. */
export function MarkLink(props: {
  syncId: string;
  kind: MarkKind;
  words: string;
  /** From {@link useRovingFocus}. */
  tabIndex: number;
  onFocus: () => void;
  /** What is drawn over it. */
  children?: ReactNode;
}) {
  const { syncId, kind, words, tabIndex, onFocus, children } = props;
  const classes = useStyles();
  const toSync = useRouteRef(syncRouteRef);
  return (
    <Tooltip title={words}>
      <Link
        to={toSync({ syncId })}
        className={classes.link}
        aria-label={words}
        draggable={false}
        tabIndex={tabIndex}
        onFocus={onFocus}
      >
        <span className={`${classes.bar} ${classes[kind]}`} />
        {children}
      </Link>
    </Tooltip>
  );
}
