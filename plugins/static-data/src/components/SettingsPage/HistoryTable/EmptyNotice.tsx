import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(4, 2),
    textAlign: 'center',
  },
  action: {
    marginTop: theme.spacing(2),
  },
}));

/** Stands in place of a list that has nothing to show, as part of a section. */
export function EmptyNotice(props: {
  title: string;
  description: string;
  action?: ReactNode;
}) {
  const { title, description, action } = props;
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <Typography variant="h6" component="h3">
        {title}
      </Typography>
      <Typography color="textSecondary">{description}</Typography>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
