import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useManualRefresh,
  useRefreshOutcome,
  useStatisticsPeriod,
  useSyncSettings,
} from '../../hooks';
import { staticDataTranslationRef } from '../../translation';
import { LoadedContent, LoadError } from '../common';
import { Dashboard } from './Dashboard';

/** The page without its header: loads the state, and shows it or why it cannot. */
export function SettingsPageBody() {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const { period, setPeriod } = useStatisticsPeriod();
  const refresh = useManualRefresh();
  const { settings, loadedAt, error, reload } = useSyncSettings({
    period,
    refreshPending: refresh.state.phase === 'pending',
  });
  useRefreshOutcome(refresh, settings, reload);

  return (
    <LoadedContent
      value={settings}
      loadedAt={loadedAt}
      error={error}
      loadingLabel={t('page.loading')}
      onRetry={reload}
      renderError={reason => <LoadError error={reason} onRetry={reload} />}
    >
      {loaded => (
        <Dashboard
          settings={loaded}
          period={period}
          onPeriodChange={setPeriod}
          refresh={refresh.state}
          onRefresh={refresh.start}
        />
      )}
    </LoadedContent>
  );
}
