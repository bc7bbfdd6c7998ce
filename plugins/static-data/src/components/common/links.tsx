import { Link, LinkProps } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  formatPlace,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { ReactNode } from 'react';
import { formatEntityRef } from '../../lib/formatting';
import {
  commitUrl,
  fileUrl,
  shortRevision,
  SourceVersion,
} from '../../lib/source';
import { syncRouteRef } from '../../routes';

/** A link, or plain content if there is no address to link to. */
export function WebLink(props: { to?: string; children: ReactNode }) {
  const { to, children } = props;
  return to ? <Link to={to}>{children}</Link> : <>{children}</>;
}

export function SyncLink(props: { syncId: string } & Omit<LinkProps, 'to'>) {
  const { syncId, ...link } = props;
  const toSync = useRouteRef(syncRouteRef);
  return <Link {...link} to={toSync({ syncId })} />;
}

/**
 * The name of an entity, taken from its ref without a catalog request; a link if it is in the
 * catalog.
 */
export function EntityLink(props: { entityRef: string; inCatalog?: boolean }) {
  const { entityRef, inCatalog = true } = props;
  const name = formatEntityRef(entityRef);
  return inCatalog ? (
    <EntityRefLink entityRef={entityRef}>{name}</EntityRefLink>
  ) : (
    <>{name}</>
  );
}

/** The commit that a sync read; a link if it is on the web. */
export function Revision(props: {
  sync: Pick<SyncHistoryRecord, 'revision' | 'configSnapshot'>;
}) {
  const { sync } = props;
  if (!sync.revision) {
    return <>–</>;
  }
  return (
    <WebLink to={commitUrl(sync)}>
      <code title={sync.revision}>{shortRevision(sync.revision)}</code>
    </WebLink>
  );
}

/** A file of the source, and a line in it; a link if it is on the web. */
export function SourcePlace(props: {
  file: string;
  line?: number;
  /** The version of the source that has the file; without it there is no link. */
  version?: SourceVersion;
}) {
  const { file, line, version } = props;
  return (
    <WebLink to={version && fileUrl(version, { file, line })}>
      <code>{formatPlace(file, line)}</code>
    </WebLink>
  );
}
