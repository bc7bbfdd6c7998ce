import { Link, LinkProps } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  formatPlace,
  LineRange,
  SyncChange,
  SyncChangeType,
  SyncConfigSnapshot,
  SyncError,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { ReactNode } from 'react';
import { formatEntityRef } from '../../lib/formatting';
import {
  branchUrl,
  commitUrl,
  fileUrl,
  hasBranches,
  shortRevision,
  SourceVersion,
} from '../../lib/source';
import { sourceRouteRef, syncRouteRef } from '../../routes';

/** A link, or plain content if there is no address to link to. */
export function WebLink(props: { to?: string; children: ReactNode }) {
  const { to, children } = props;
  return to ? <Link to={to}>{children}</Link> : <>{children}</>;
}

/** A link to the page of a sync. */
export function SyncLink(props: { syncId: string } & Omit<LinkProps, 'to'>) {
  const { syncId, ...link } = props;
  const toSync = useRouteRef(syncRouteRef);
  return <Link {...link} to={toSync({ syncId })} />;
}

/** A link to the dashboard of a source, by its id. */
export function SourceLink(props: { sourceId: string }) {
  const { sourceId } = props;
  const toSource = useRouteRef(sourceRouteRef);
  return <Link to={toSource({ sourceId })}>{sourceId}</Link>;
}

/** Where a source is: its repository and branch, or its directory; links if it is on the web. */
export function SourceAddress(props: { configuration: SyncConfigSnapshot }) {
  const { configuration } = props;
  const { repository, branch, url } = configuration;
  return (
    <>
      <WebLink to={url}>{repository}</WebLink>
      {hasBranches(configuration) && (
        <>
          {' · '}
          <WebLink to={branchUrl(configuration)}>{branch}</WebLink>
        </>
      )}
    </>
  );
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

/** A file of the source, and lines in it; a link if it is on the web. */
export function SourcePlace(props: {
  file: string;
  /** The line, or all lines, that it is about. */
  line?: number;
  lines?: LineRange;
  /** The version of the source that has the file; without it there is no link. */
  version?: SourceVersion;
}) {
  const { file, line, version } = props;
  const lines = props.lines ?? (line ? { start: line, end: line } : undefined);
  return (
    <WebLink to={version && fileUrl(version, { file, lines })}>
      <code>
        {formatPlace(file, lines?.start)}
        {lines && lines.end > lines.start && `-${lines.end}`}
      </code>
    </WebLink>
  );
}

/** An error behind its place, which says the file in place of the words that begin with it. */
export function PlacedError(props: {
  error: Pick<SyncError, 'error' | 'file' | 'line'>;
  version?: SourceVersion;
}) {
  const { error, file, line } = props.error;
  if (!file) {
    return <>{error}</>;
  }
  const namesFile = error.startsWith(`${file} `);
  return (
    <>
      <SourcePlace file={file} line={line} version={props.version} />
      {namesFile ? error.slice(file.length) : ` · ${error}`}
    </>
  );
}

/** What is no longer there was in the version before. */
const GONE: SyncChangeType[] = ['removed', 'held', 'retained'];

/** Where a change was made: its file and lines, in the version that has them. */
export function ChangePlace(props: {
  change: Pick<
    SyncChange,
    'change' | 'sourceFile' | 'sourceLine' | 'provenance'
  >;
  /** The sync that made it. */
  sync?: SourceVersion;
}) {
  const { change, sync } = props;
  const { provenance, sourceFile } = change;
  const isGone = GONE.includes(change.change);
  const revision = isGone ? provenance?.from : provenance?.to ?? sync?.revision;
  return (
    <SourcePlace
      file={sourceFile}
      line={isGone ? undefined : change.sourceLine}
      lines={provenance?.lines}
      version={sync && { ...sync, revision }}
    />
  );
}
