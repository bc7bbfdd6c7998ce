import {
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { useLoader } from '../../hooks/useLoader';
import { branchUrl, hasBranches } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Fact, FactList } from '../common/facts';
import { Revision, WebLink } from '../common/links';

/** The source, and the revision of it that the catalog shows. */
export function SourceFacts(props: { settings: SyncSettings }) {
  const { configuration } = props.settings;
  const { repository, branch, url } = configuration;
  const shownSync = useShownSync(props.settings);
  const { t } = useStaticDataTranslation();
  const isRepository = hasBranches(configuration);

  return (
    <FactList layout="line">
      <Fact label={t('configuration.repository')}>
        <WebLink to={url}>{repository}</WebLink>
      </Fact>
      {isRepository && (
        <Fact label={t('configuration.branch')}>
          <WebLink to={branchUrl(configuration)}>{branch}</WebLink>
        </Fact>
      )}
      <Fact label={t('source.revision')}>
        {shownSync ? <Revision sync={shownSync} /> : t('source.none')}
      </Fact>
    </FactList>
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
