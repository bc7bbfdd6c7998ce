import { StaticDataStore } from '@internal/plugin-static-data-node';
import { areBuildFilesUnchanged } from '../buildFiles/readBuildFiles';
import { SourceFile, SourceReader } from '../source/SourceReader';

/** What a source was found to be; without files if it is what it was. */
export interface FetchedSource {
  revision: string;
  files?: SourceFile[];
}

/**
 * Reads the source, unless neither it nor any build file has changed.
 *
 * @param reusable - the revision whose outcome can be used again, if there is one
 */
export async function fetchSource(options: {
  source: SourceReader;
  store: StaticDataStore;
  reusable: string | undefined;
  /** Branch, tag or commit to preview. */
  ref: string | undefined;
  signal: AbortSignal;
}): Promise<FetchedSource> {
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
  if (buildFilesUnchanged) {
    return { revision: read.revision };
  }
  const again = await source.read({ signal });
  if (again.status !== 'read') {
    throw new Error('A read without a known revision gave no files');
  }
  return again;
}
