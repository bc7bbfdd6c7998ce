import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityHistoryEntry } from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../translation';
import {
  ChangeMark,
  Commit,
  Fact,
  FactList,
  RelativeTime,
  Revision,
  SourcePlace,
  SyncLink,
  SyncTypeLabel,
  TriggeredBy,
} from '../common';
import { sourceVersionOf } from './sourceVersionOf';

/** The change that made an entity what it is. */
export function LatestChange(props: { entry: EntityHistoryEntry }) {
  const { entry } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <FactList>
      <Fact label={t('entityCard.lastChange')}>
        <ChangeMark change={entry.change} />
      </Fact>
      <Fact label={t('entityCard.sync')}>
        <SyncLink syncId={entry.syncId}>
          <RelativeTime time={entry.startTime} />
        </SyncLink>
      </Fact>
      <Fact label={t('sync.type')}>
        <SyncTypeLabel sync={entry} />
      </Fact>
      <Fact label={t('sync.triggeredBy')}>
        <TriggeredBy sync={entry} />
      </Fact>
      {entry.revision && (
        <Fact label={t('sync.revision')}>
          <Revision sync={entry} />
        </Fact>
      )}
      {entry.commit && (
        <Fact label={t('sync.commit')}>
          <Commit commit={entry.commit} />
        </Fact>
      )}
      <Fact label={t('entityCard.file')}>
        <SourcePlace
          file={entry.sourceFile}
          line={entry.sourceLine}
          version={sourceVersionOf(entry)}
        />
      </Fact>
    </FactList>
  );
}
