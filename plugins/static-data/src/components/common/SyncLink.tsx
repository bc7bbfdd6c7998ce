import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { ReactNode } from 'react';
import { syncRouteRef } from '../../routes';

/** A link to the page of a sync. */
export function SyncLink(props: { syncId: string; children: ReactNode }) {
  const toSync = useRouteRef(syncRouteRef);
  return <Link to={toSync({ syncId: props.syncId })}>{props.children}</Link>;
}
