import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useEntityHistory } from '../../hooks';
import { staticDataTranslationRef } from '../../translation';
import { EmptyMessage, PageFooter, SectionCard } from '../common';
import { HistoryEntry } from './HistoryEntry';

const PAGE_SIZE = 25;

/** Everything that syncs did with an entity, with what was different each time. */
export const EntitySyncHistoryContent = () => {
  const { entity } = useEntity();
  const { t } = useTranslationRef(staticDataTranslationRef);
  const pages = useEntityHistory(entity, { limit: PAGE_SIZE });
  const { items, loading, error } = pages;
  return (
    <SectionCard title={t('entityCard.title')} autoHeight>
      {items.length === 0 && !loading && !error ? (
        <EmptyMessage
          level="h3"
          title={t('entityCard.noneTitle')}
          description={t('entityCard.none')}
        />
      ) : (
        <>
          {items.map(entry => (
            <HistoryEntry key={entry.syncId} entry={entry} />
          ))}
          <PageFooter pages={pages} />
        </>
      )}
    </SectionCard>
  );
};
