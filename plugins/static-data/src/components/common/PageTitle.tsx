import { createContext, ReactNode, useContext } from 'react';

interface PageTitleProps {
  title: string;
  subtitle?: string;
  /** Tells the tabs of a browser apart; the title by default. */
  documentTitle?: string;
  /** Whether it is the page that the others are below. */
  isRoot?: boolean;
  /** The page between it and the root, if there is one. */
  parent?: { title: string; to: string };
  /** The page. */
  children: ReactNode;
}

/** How an app shows where the reader is: by headers of pages, or by breadcrumbs of its own. */
export const PageTitleContext = createContext<
  (props: PageTitleProps) => ReactNode
>(({ children }) => children);

/** Keeps the room of a subtitle that is not known yet, so that nothing moves when it is. */
export const NO_SUBTITLE = '\u00a0';

/** Says which page it is, in the manner of the app. */
export function PageTitle(props: PageTitleProps) {
  const AppTitle = useContext(PageTitleContext);
  return <AppTitle {...props} />;
}
