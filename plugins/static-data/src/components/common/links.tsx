import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { formatEntityRef } from '../../lib/formatting';
import {
  commitUrl,
  fileUrl,
  shortRevision,
  SourceVersion,
} from '../../lib/source';
import { syncRouteRef } from '../../routes';

/** A link where there is an address on the web to go to. */
export function WebLink(props: { to?: string; children: ReactNode }) {
  const { to, children } = props;
  return to ? <Link to={to}>{children}</Link> : <>{children}</>;
}

/** A link to the page of a sync. */
export function SyncLink(props: { syncId: string; children: ReactNode }) {
  const toSync = useRouteRef(syncRouteRef);
  return <Link to={toSync({ syncId: props.syncId })}>{props.children}</Link>;
}

/** An entity by its name, without asking the catalog for one; a link where the catalog has it. */
export function EntityLink(props: { entityRef: string; inCatalog?: boolean }) {
  const { entityRef, inCatalog = true } = props;
  const name = formatEntityRef(entityRef);
  return inCatalog ? (
    <EntityRefLink entityRef={entityRef}>{name}</EntityRefLink>
  ) : (
    <>{name}</>
  );
}

/** The commit of the source that a sync read; a link where it is on the web. */
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

const useStyles = makeStyles({
  place: {
    overflowWrap: 'anywhere',
  },
});

/** A file of the source and the line in it; a link where it is on the web. */
export function SourcePlace(props: {
  file: string;
  line?: number;
  /** The version of the source that has the file; without it there is no link. */
  version?: SourceVersion;
}) {
  const { file, line, version } = props;
  const classes = useStyles();
  return (
    <WebLink to={version && fileUrl(version, { file, line })}>
      <code className={classes.place}>{line ? `${file}:${line}` : file}</code>
    </WebLink>
  );
}
