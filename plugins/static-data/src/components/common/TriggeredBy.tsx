import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../translation';

/** How pushers are recorded. */
const GITHUB_USER = /^github:(.+)$/;
const USER_REF = /^user:[^/]+\/.+$/;

/** Who or what asked for a sync. */
export function TriggeredBy(props: {
  sync: Pick<SyncHistoryRecord, 'syncType' | 'triggeredBy'>;
}) {
  const { syncType, triggeredBy } = props.sync;
  const { t } = useTranslationRef(staticDataTranslationRef);
  if (triggeredBy && USER_REF.test(triggeredBy)) {
    return <EntityDisplayName entityRef={triggeredBy} hideIcon />;
  }
  const [, login] = triggeredBy?.match(GITHUB_USER) ?? [];
  if (login) {
    return <>{t('sync.githubUser', { login })}</>;
  }
  const fallback =
    syncType === 'SCHEDULED' ? t('sync.schedule') : t('sync.unknown');
  return <>{triggeredBy ?? fallback}</>;
}
