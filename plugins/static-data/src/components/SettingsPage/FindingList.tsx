import {
  formatPlace,
  SyncError,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useFirstItems } from '../common/layout';

const COLLAPSED_LENGTH = 5;

const useStyles = makeStyles(theme => ({
  root: { '& + &': { marginTop: theme.spacing(3) } },
  message: { minWidth: 0, overflowWrap: 'anywhere' },
  list: {
    margin: theme.spacing(0.5, 0),
    paddingInlineStart: theme.spacing(2.5),
    '& > li + li': { marginTop: theme.spacing(1) },
  },
}));

/** The errors or warnings of a sync: the first five, and the rest on demand. */
export function FindingList(props: {
  severity: SyncFinding['severity'];
  /** Those that the record keeps. */
  findings?: Array<SyncError | string>;
  /** Number of findings of the sync; the record may keep fewer. */
  total: number;
}) {
  const { severity, findings = [], total } = props;
  const { t, formatCount, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const { listId, shown, button } = useFirstItems(findings, {
    length: COLLAPSED_LENGTH,
  });
  const title = t(`findings.${severity}`, countParams(total));

  if (total === 0) {
    return null;
  }
  return (
    <Alert
      severity={severity}
      // present from the start, so not a live announcement
      role="group"
      aria-label={title}
      classes={{ root: classes.root, message: classes.message }}
    >
      <Typography variant="subtitle2" component="h3">
        {title}
      </Typography>
      <ul className={classes.list} id={listId}>
        {shown.map((item, index) => (
          <li key={index}>
            {typeof item === 'string' ? item : <ErrorItem error={item} />}
          </li>
        ))}
      </ul>
      {button}
      {total > findings.length && (
        <Typography variant="body2">
          {t('findings.truncated', {
            kept: formatCount(findings.length),
            total: formatCount(total),
          })}
        </Typography>
      )}
    </Alert>
  );
}

function ErrorItem(props: { error: SyncError }) {
  const { error, file, line, entity, hint } = props.error;
  const place = [file && formatPlace(file, line), entity].filter(Boolean);
  return (
    <>
      <div>{error}</div>
      {place.length > 0 && <code>{place.join(' · ')}</code>}
      {hint && <div>{hint}</div>}
    </>
  );
}
