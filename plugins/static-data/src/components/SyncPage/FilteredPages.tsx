import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ReactNode } from 'react';
import { CursorPages } from '../../hooks';
import { staticDataTranslationRef } from '../../translation';
import { EmptyMessage, PageFooter } from '../common';

/** A list that is read page by page, or that nothing is in it, or nothing that matches. */
export function FilteredPages(props: {
  pages: CursorPages<unknown>;
  isFiltered: boolean;
  /** For when there is nothing without filters either. */
  emptyTitle: string;
  children: ReactNode;
}) {
  const { pages, isFiltered, emptyTitle, children } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  if (pages.total === 0) {
    return (
      <EmptyMessage
        level="h3"
        title={isFiltered ? t('syncPage.noMatch') : emptyTitle}
      />
    );
  }
  return (
    <>
      {children}
      <PageFooter pages={pages} />
    </>
  );
}
