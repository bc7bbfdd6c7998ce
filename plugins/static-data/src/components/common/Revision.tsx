import { Link } from '@backstage/core-components';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { commitUrl, shortRevision } from '../../lib/formatting';

/** The commit of the source that a sync read; a link where it is on the web. */
export function Revision(props: {
  sync: Pick<SyncHistoryRecord, 'revision' | 'configSnapshot'>;
}) {
  const { sync } = props;
  if (!sync.revision) {
    return <>–</>;
  }
  const url = commitUrl(sync);
  const text = (
    <code title={sync.revision}>{shortRevision(sync.revision)}</code>
  );
  return url ? <Link to={url}>{text}</Link> : text;
}
