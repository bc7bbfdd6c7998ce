import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SYNC_LOG_LEVELS } from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { useSyncLog, useUrlParameter } from '../../../hooks';
import { staticDataTranslationRef } from '../../../translation';
import { FilterBar, FilterSelect, PageFooter, SearchField } from '../../common';
import { DownloadButton } from './DownloadButton';
import { LogLines } from './LogLines';

/** The log of a sync, live while it runs. The filters are part of the address. */
export function SyncLog(props: { syncId: string }) {
  const { syncId } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const [levelParameter, setLevel] = useUrlParameter('level');
  const level =
    SYNC_LOG_LEVELS.find(value => value === levelParameter) ?? 'debug';
  const [q, setQ] = useUrlParameter('q');
  const pages = useSyncLog({ syncId, level, readAll: q !== '' });
  const wanted = q.toLocaleLowerCase();
  const lines = pages.items.filter(({ message }) =>
    message.toLocaleLowerCase().includes(wanted),
  );
  const isRead = !pages.loading && !pages.error && !pages.hasMore;

  return (
    <>
      <FilterBar label={t('syncPage.filterLogs')}>
        <FilterSelect
          label={t('syncPage.level')}
          options={[
            { value: 'debug', label: t('syncPage.levels.debug') },
            { value: 'info', label: t('syncPage.levels.info') },
            { value: 'warn', label: t('syncPage.levels.warn') },
            { value: 'error', label: t('syncPage.levels.error') },
          ]}
          value={level}
          onChange={setLevel}
        />
        <SearchField
          label={t('syncPage.searchLogs')}
          value={q}
          onChange={setQ}
        />
        <DownloadButton syncId={syncId} level={level} />
      </FilterBar>
      {lines.length > 0 && <LogLines lines={lines} live={pages.following} />}
      {lines.length === 0 && isRead && (
        <Typography color="textSecondary">{t('syncPage.noLines')}</Typography>
      )}
      {pages.following && (
        <Typography variant="body2" color="textSecondary">
          {t('syncPage.live')}
        </Typography>
      )}
      <PageFooter pages={{ ...pages, items: lines }} />
    </>
  );
}
