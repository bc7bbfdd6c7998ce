import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  list: {
    margin: 0,
  },
  fact: {
    display: 'grid',
    gridTemplateColumns: 'min(45%, 11rem) minmax(0, 1fr)',
    columnGap: theme.spacing(2),
    padding: theme.spacing(0.5, 0),
  },
  label: {
    ...theme.typography.body2,
    color: theme.palette.text.secondary,
  },
  value: {
    ...theme.typography.body2,
    margin: 0,
    overflowWrap: 'anywhere',
  },
}));

/** A list of labelled values. */
export function FactList(props: { children: ReactNode }) {
  const classes = useStyles();
  return <dl className={classes.list}>{props.children}</dl>;
}

/** One labelled value of a {@link FactList}. */
export function Fact(props: { label: ReactNode; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div className={classes.fact}>
      <dt className={classes.label}>{props.label}</dt>
      <dd className={classes.value}>{props.children}</dd>
    </div>
  );
}
