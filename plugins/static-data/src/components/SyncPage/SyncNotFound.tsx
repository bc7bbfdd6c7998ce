import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../../routes';
import { staticDataTranslationRef } from '../../translation';
import { EmptyMessage } from '../common';

/** Stands in place of a sync that there is not, or not any more. */
export function SyncNotFound(props: { syncId: string }) {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const toDashboard = useRouteRef(rootRouteRef);
  return (
    <EmptyMessage
      level="h2"
      title={t('syncPage.notFoundTitle')}
      description={t('syncPage.notFoundDescription', { id: props.syncId })}
      action={
        <LinkButton role="link" to={toDashboard()} variant="outlined">
          {t('syncPage.allSyncs')}
        </LinkButton>
      }
    />
  );
}
