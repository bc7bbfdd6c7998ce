import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(4, 2),
    textAlign: 'center',
  },
}));

/** Stands in place of a list that has nothing to show, as part of a section. */
export function EmptyNotice(props: { title: string; description: string }) {
  const { title, description } = props;
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <Typography variant="h6" component="h3">
        {title}
      </Typography>
      <Typography color="textSecondary">{description}</Typography>
    </div>
  );
}
