import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityHistoryEntry } from '@internal/plugin-static-data-common';
import { useSourceVersion } from '../../hooks';
import { shortRevision } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import {
  ChangeMark,
  Fact,
  FactList,
  RelativeTime,
  Revision,
  SourcePlace,
  SyncLink,
  SyncTypeLabel,
  TriggeredBy,
} from '../common';

/** The change that made an entity what it is. */
export function LatestChange(props: { entry: EntityHistoryEntry }) {
  const { entry } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const version = useSourceVersion(entry.syncId);
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
          {version ? (
            <Revision sync={version} />
          ) : (
            <code>{shortRevision(entry.revision)}</code>
          )}
        </Fact>
      )}
      <Fact label={t('entityCard.file')}>
        <SourcePlace
          file={entry.sourceFile}
          line={entry.sourceLine}
          version={entry.change === 'removed' ? undefined : version}
        />
      </Fact>
    </FactList>
  );
}
