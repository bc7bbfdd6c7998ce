import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import InboxIcon from '@material-ui/icons/Inbox';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(4, 2),
    textAlign: 'center',
    overflowWrap: 'anywhere',
  },
}));

/**
 * Stands in place of something that there is not. Unlike the empty state of Backstage, its title
 * has a level that fits in between the headings around it.
 */
export function EmptyMessage(props: {
  title: string;
  level: 'h2' | 'h3';
  description?: string;
  action?: ReactNode;
}) {
  const { title, level, description, action } = props;
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <InboxIcon fontSize="large" color="disabled" />
      <Typography variant="h5" component={level}>
        {title}
      </Typography>
      {description && <Typography>{description}</Typography>}
      {action}
    </div>
  );
}
