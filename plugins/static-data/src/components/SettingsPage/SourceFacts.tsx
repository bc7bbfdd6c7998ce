import {
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { useLoader } from '../../hooks/useLoader';
import { branchUrl, hasBranches } from '../../lib/source';
import { useStaticDataTranslation } from '../../translation';
import { Revision, WebLink } from '../common/links';

const useStyles = makeStyles(theme => ({
  list: {
    ...theme.typography.body1,
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(4),
    rowGap: theme.spacing(0.5),
    margin: theme.spacing(0, 0, 2),
  },
  fact: { display: 'flex', gap: theme.spacing(1), minWidth: 0 },
  label: {
    // The secondary colour is too faint on the background of a page, 4.47 to 1.
    color: theme.palette.text.primary,
    opacity: 0.75,
  },
  value: { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
}));

/** The source, and the revision of it that the catalog shows. */
export function SourceFacts(props: { settings: SyncSettings }) {
  const { configuration } = props.settings;
  const { repository, branch, url } = configuration;
  const shownSync = useShownSync(props.settings);
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const isRepository = hasBranches(configuration);

  return (
    <dl className={classes.list}>
      <SourceFact label={t('source.repository')}>
        <WebLink to={url}>{repository}</WebLink>
      </SourceFact>
      {isRepository && (
        <SourceFact label={t('source.branch')}>
          <WebLink to={branchUrl(configuration)}>{branch}</WebLink>
        </SourceFact>
      )}
      <SourceFact
        label={isRepository ? t('source.commit') : t('source.revision')}
      >
        {shownSync ? <Revision sync={shownSync} /> : t('source.none')}
      </SourceFact>
    </dl>
  );
}

function SourceFact(props: { label: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div className={classes.fact}>
      <dt className={classes.label}>{props.label}</dt>
      <dd className={classes.value}>{props.children}</dd>
    </div>
  );
}

/** The sync that brought what the catalog shows: the latest one that was applied. */
export function useShownSync({
  latestSync,
  health,
}: Pick<SyncSettings, 'latestSync' | 'health'>): SyncHistoryRecord | undefined {
  const { dataAsOf } = health;
  const isLatest = latestSync !== null && latestSync.startTime === dataAsOf;
  const { value } = useLoader(
    async api => {
      if (isLatest || !dataAsOf) {
        return undefined;
      }
      const { history } = await api.getSyncHistory({
        status: ['SUCCESS', 'PARTIAL_SUCCESS'],
        dryRun: false,
        limit: 1,
      });
      return history[0];
    },
    [isLatest, dataAsOf],
  );
  return isLatest ? latestSync : value;
}
