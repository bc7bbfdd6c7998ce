import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(2),
  },
}));

/** Filters and other controls above a list, side by side as far as there is room. */
export function FilterBar(props: { label: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div className={classes.root} role="search" aria-label={props.label}>
      {props.children}
    </div>
  );
}
