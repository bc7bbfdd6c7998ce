import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncError } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { countParams } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { FindingList } from './FindingList';

const useStyles = makeStyles(theme => ({
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
  const classes = useStyles();
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
