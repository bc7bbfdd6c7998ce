import { SyncSource } from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { intervalWhile, useFreshness } from '../../hooks/usePolling';
import { useSources } from '../../hooks/useSources';
import { useSourceSummary } from '../../hooks/useSourceSummary';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { isAnyRunning } from '../../lib/sourceStates';
import { SectionCard, Sections } from '../common/layout';
import { LoadedContent } from '../common/loading';
import { HistoryTable } from '../SettingsPage/HistoryTable';
import { SourceTable } from './SourceTable';

/** Several sources side by side, and the history of all of them. */
export function OverviewPage() {
  const { t } = useStaticDataTranslation();
  const summarize = useSourceSummary();
  const { list } = useSources();
  useFreshness(list, (sources, isSignalled) =>
    intervalWhile(isAnyRunning(sources), isSignalled),
  );

  return (
    <LoadedContent loader={list} loadingLabel={t('sources.loading')}>
      {sources => (
        <Sections>
          <SectionCard dense title={t('sources.title')}>
            <Typography variant="body2" color="textSecondary" gutterBottom>
              {summarize(sources)}
            </Typography>
            <SourceTable sources={sources} />
          </SectionCard>
          <HistoryTable refreshKey={refreshKeyOf(sources)} />
        </Sections>
      )}
    </LoadedContent>
  );
}

/** Changes whenever a sync has started or ended. */
function refreshKeyOf(sources: SyncSource[]): string {
  return sources
    .flatMap(({ latestSync, runningSync }) => [latestSync?.id, runningSync?.id])
    .join('/');
}
