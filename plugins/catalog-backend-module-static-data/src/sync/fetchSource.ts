import { StaticDataStore } from '@internal/plugin-static-data-node';
import { areBuildFilesUnchanged } from '../buildFiles/readBuildFiles';
import { SourceReader, SourceReadResult } from '../source/SourceReader';

/**
 * Reads the source, unless neither it nor any build file has changed.
 *
 * @param options.reusable - the revision whose outcome can be used again, if there is one
 */
export async function fetchSource(options: {
  source: SourceReader;
  store: StaticDataStore;
  reusable: string | undefined;
  /** Branch, tag or commit to preview. */
  ref: string | undefined;
  signal: AbortSignal;
}): Promise<SourceReadResult> {
  const { source, store, reusable, ref, signal } = options;
  const read = await source.read({ revision: reusable, ref, signal });
  if (read.status === 'read') {
    return read;
  }
  const buildFilesUnchanged = await areBuildFilesUnchanged({
    stored: await store.buildFiles.list(),
    source,
    signal,
  });
  return buildFilesUnchanged ? read : source.read({ signal });
}
