import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { toFailure } from '../../lib/errors';
import { RetryAlert } from './loading';

/** Says why code could not be loaded, and offers what helps. */
export function CodeAlert(props: { error: Error; onRetry: () => void }) {
  const { error, onRetry } = props;
  const { t, describeError } = useStaticDataTranslation();
  return toFailure(error).type === 'outdated' ? (
    <RetryAlert
      label={t('error.reload')}
      onRetry={() => window.location.reload()}
    >
      {describeError(error)}
    </RetryAlert>
  ) : (
    <RetryAlert onRetry={onRetry}>{describeError(error)}</RetryAlert>
  );
}
