import { Content, Progress } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ReactNode } from 'react';
import { LoaderState } from '../../hooks';
import { formatTime } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import { RetryAlert } from './RetryAlert';

/**
 * The content of a page that loads what it shows: that it loads, why it cannot, or what was
 * loaded last, and since when it is not new any more.
 */
export function LoadedContent<T>(
  props: Pick<LoaderState<T>, 'value' | 'loadedAt' | 'error'> & {
    loadingLabel: string;
    onRetry: () => void;
    /** Shows why nothing can be shown. */
    renderError: (error: Error) => ReactNode;
    children: (value: T) => ReactNode;
  },
) {
  const { value, loadedAt, error, loadingLabel, onRetry } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  if (value === undefined) {
    return (
      <Content>
        {error ? (
          props.renderError(error)
        ) : (
          <Progress aria-label={loadingLabel} />
        )}
      </Content>
    );
  }
  return (
    <Content>
      {error && loadedAt && (
        <RetryAlert onRetry={onRetry}>
          {t('error.stale', {
            time: formatTime(loadedAt),
            message: error.message,
          })}
        </RetryAlert>
      )}
      {props.children(value)}
    </Content>
  );
}
