import { stringifyError } from '@backstage/errors';
import {
  SyncCommit,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { SourceReader } from '../source/SourceReader';
import { SyncContext } from './types';

/**
 * Who made the revision, and why, if the source tells. It is only for people to read: no
 * sync fails for it.
 *
 * @param options.known - a sync that may have read the same revision
 */
export async function describeRevision(
  revision: string,
  options: {
    source: SourceReader;
    known: SyncHistoryRecord | undefined;
    context: SyncContext;
  },
): Promise<SyncCommit | undefined> {
  const { source, known, context } = options;
  if (known?.commit && known.revision === revision) {
    return known.commit;
  }
  try {
    return await source.readCommit(revision, context.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log.info(
      `Who made revision ${revision} could not be found out: ${stringifyError(
        error,
      )}`,
    );
    return undefined;
  }
}
