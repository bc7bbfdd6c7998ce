import {
  appLanguageApiRef,
  TranslationFunction,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { Failure, toFailure } from '../lib/errors';
import { createFormats, Formats } from '../lib/formatting';
import { staticDataTranslationRef } from '../translation';

type StaticDataTranslation = TranslationFunction<
  (typeof staticDataTranslationRef)['T']
>;

/**
 * The texts of the page, how times and numbers are written in the reader's language, and what puts
 * failures into words.
 */
export function useStaticDataTranslation(): {
  t: StaticDataTranslation;
  locale: string;
  describeError: (error: Error) => string;
} & Formats {
  const { t } = useTranslationRef(staticDataTranslationRef);
  // when the reader chooses another language, the translation renders anew
  const { language } = useApi(appLanguageApiRef).getLanguage();
  return useMemo(() => {
    const locale = toLocale(language);
    const formats = createFormats(locale);
    return {
      t,
      locale,
      describeError: error => describeFailure(toFailure(error), t, formats),
      ...formats,
    };
  }, [t, language]);
}

/** The reader's own variant of a language, such as `en-GB` for `en`. */
function toLocale(language: string): string {
  return (
    navigator.languages.find(
      candidate =>
        candidate === language || candidate.startsWith(`${language}-`),
    ) ?? language
  );
}

/** One or two sentences: what failed, and what the reader can do. */
function describeFailure(
  failure: Failure,
  t: StaticDataTranslation,
  formats: Formats,
): string {
  switch (failure.type) {
    case 'tooManyRequests':
      return describeRetry(failure.retryAfterMs, t, formats);
    case 'other':
      return failure.message;
    default:
      return t(`error.${failure.type}`);
  }
}

function describeRetry(
  retryAfterMs: number | undefined,
  t: StaticDataTranslation,
  { formatSpan }: Formats,
): string {
  if (retryAfterMs === undefined) {
    return t('error.tooManyRequestsSoon');
  }
  return retryAfterMs > 0
    ? t('error.tooManyRequests', { span: formatSpan(retryAfterMs) })
    : t('error.tooManyRequestsNow');
}
