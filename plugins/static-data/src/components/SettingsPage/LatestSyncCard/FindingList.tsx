import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { ReactNode, useId, useState } from 'react';
import { formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';

const COLLAPSED_LENGTH = 5;

const useStyles = makeStyles(theme => ({
  message: {
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  list: {
    margin: theme.spacing(0.5, 0),
    paddingLeft: theme.spacing(2.5),
    '& > li + li': {
      marginTop: theme.spacing(1),
    },
  },
}));

/** A list of errors or warnings, the first five unless the reader wants all. */
export function FindingList(props: {
  severity: 'error' | 'warning';
  title: string;
  /** One item for each finding that the record keeps. */
  items: ReactNode[];
  /** Number of findings of the sync; the record may keep fewer. */
  total: number;
}) {
  const { severity, title, items, total } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const listId = useId();
  const [expanded, setExpanded] = useState(false);
  const shown = expanded ? items : items.slice(0, COLLAPSED_LENGTH);

  return (
    <Alert
      severity={severity}
      // an alert that is there from the start is no live announcement
      role="group"
      aria-label={title}
      classes={{ message: classes.message }}
    >
      <Typography variant="subtitle2" component="h3">
        {title}
      </Typography>
      <ul className={classes.list} id={listId}>
        {shown.map((item, index) => (
          <li key={index}>{item}</li>
        ))}
      </ul>
      {items.length > COLLAPSED_LENGTH && (
        <Button
          size="small"
          color="inherit"
          aria-expanded={expanded}
          aria-controls={listId}
          onClick={() => setExpanded(!expanded)}
        >
          {expanded
            ? t('findings.showFewer')
            : t('findings.showAll', { total: formatCount(items.length) })}
        </Button>
      )}
      {total > items.length && (
        <Typography variant="body2">
          {t('findings.truncated', {
            kept: formatCount(items.length),
            total: formatCount(total),
          })}
        </Typography>
      )}
    </Alert>
  );
}
