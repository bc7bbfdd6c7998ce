import {
  TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { Failure, toFailure } from '../lib/errors';
import { formatElapsed } from '../lib/formatting';
import { staticDataTranslationRef } from '../translation';

export type StaticDataTranslation = TranslationFunction<
  (typeof staticDataTranslationRef)['T']
>;

/** The texts of the page, and what puts failures into words. */
export function useStaticDataTranslation(): {
  t: StaticDataTranslation;
  describeError: (error: Error) => string;
} {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const describeError = useCallback(
    (error: Error) => describeFailure(toFailure(error), t),
    [t],
  );
  return { t, describeError };
}

/** One or two sentences: what failed, and what the reader can do. */
function describeFailure(failure: Failure, t: StaticDataTranslation): string {
  switch (failure.type) {
    case 'tooManyRequests':
      return describeRetry(failure.retryAfterMs, t);
    case 'other':
      return failure.message;
    default:
      return t(`error.${failure.type}`);
  }
}

function describeRetry(
  retryAfterMs: number | undefined,
  t: StaticDataTranslation,
): string {
  if (retryAfterMs === undefined) {
    return t('error.tooManyRequestsSoon');
  }
  return retryAfterMs > 0
    ? t('error.tooManyRequests', { span: formatElapsed(retryAfterMs) })
    : t('error.tooManyRequestsNow');
}
