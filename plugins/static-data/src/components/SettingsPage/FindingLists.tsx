import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncError } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { ReactNode, useId, useState } from 'react';
import { countParams, formatCount } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';

const useErrorListStyles = makeStyles(theme => ({
  stackTrace: {
    ...theme.typography.caption,
    fontFamily: 'monospace',
    margin: 0,
    maxHeight: '16rem',
    overflow: 'auto',
  },
}));

/** The errors of a sync. */
export function ErrorList(props: { errors: SyncError[]; total: number }) {
  const { errors, total } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <FindingList
      severity="error"
      title={t('findings.errors', countParams(total))}
      items={errors.map((error, index) => (
        <ErrorItem key={index} error={error} />
      ))}
      total={total}
    />
  );
}

function ErrorItem(props: { error: SyncError }) {
  const { error } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useErrorListStyles();
  const place = [placeInSource(error), error.entity].filter(Boolean);

  return (
    <>
      <div>{error.error}</div>
      {place.length > 0 && <code>{place.join(' · ')}</code>}
      {error.hint && <div>{error.hint}</div>}
      {error.stackTrace && (
        <details>
          <summary>{t('findings.stackTrace')}</summary>
          <pre className={classes.stackTrace}>{error.stackTrace}</pre>
        </details>
      )}
    </>
  );
}

function placeInSource({ file, line }: SyncError): string | undefined {
  return file && line ? `${file}:${line}` : file;
}

/** The warnings of a sync. */
export function WarningList(props: { warnings: string[]; total: number }) {
  const { warnings, total } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <FindingList
      severity="warning"
      title={t('findings.warnings', countParams(total))}
      items={warnings}
      total={total}
    />
  );
}

const COLLAPSED_LENGTH = 5;

const useFindingListStyles = makeStyles(theme => ({
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
function FindingList(props: {
  severity: 'error' | 'warning';
  title: string;
  /** One item for each finding that the record keeps. */
  items: ReactNode[];
  /** Number of findings of the sync; the record may keep fewer. */
  total: number;
}) {
  const { severity, title, items, total } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useFindingListStyles();
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
