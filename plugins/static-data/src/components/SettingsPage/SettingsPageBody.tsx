import { Content, Progress } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useManualRefresh,
  useRefreshOutcome,
  useStatisticsPeriod,
  useSyncSettings,
} from '../../hooks';
import { formatTime } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import { LoadError, RetryAlert } from '../common';
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
  useRefreshOutcome(refresh, settings);

  if (!settings) {
    return (
      <Content>
        {error ? (
          <LoadError error={error} onRetry={reload} />
        ) : (
          <Progress aria-label={t('page.loading')} />
        )}
      </Content>
    );
  }
  return (
    <Content>
      {error && loadedAt && (
        <RetryAlert onRetry={reload}>
          {t('error.stale', {
            time: formatTime(loadedAt),
            message: error.message,
          })}
        </RetryAlert>
      )}
      <Dashboard
        settings={settings}
        period={period}
        onPeriodChange={setPeriod}
        refresh={refresh.state}
        onRefresh={refresh.start}
      />
    </Content>
  );
}
