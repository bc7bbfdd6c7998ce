import { Content } from '@backstage/core-components';

/** The page that compares syncs without its header. */
export function ComparePageBody() {
  return <Content />;
}
