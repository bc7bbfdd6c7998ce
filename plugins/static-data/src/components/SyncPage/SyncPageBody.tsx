import { Content } from '@backstage/core-components';
import { useParams } from 'react-router-dom';

/** The page of one sync without its header. */
export function SyncPageBody() {
  const { syncId } = useParams();
  return <Content>{syncId}</Content>;
}
