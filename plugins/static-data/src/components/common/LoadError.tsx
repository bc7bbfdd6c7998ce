import { EmptyState, ResponseErrorPanel } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { staticDataSyncReadPermission } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { hasStatus } from '../../lib/hasStatus';
import { staticDataTranslationRef } from '../../translation';

/** Stands in place of the page when there is nothing to show. */
export function LoadError(props: { error: Error; onRetry: () => void }) {
  const { error, onRetry } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const retry = (
    <Button variant="outlined" onClick={onRetry}>
      {t('error.retry')}
    </Button>
  );

  if (hasStatus(error, 403)) {
    return (
      <EmptyState
        missing="info"
        title={t('error.forbiddenTitle')}
        description={t('error.forbiddenDescription', {
          permission: staticDataSyncReadPermission.name,
        })}
        action={retry}
      />
    );
  }
  return (
    <>
      <ResponseErrorPanel
        title={t('error.loadFailed')}
        error={error}
        defaultExpanded
      />
      <Box mt={2}>{retry}</Box>
    </>
  );
}
