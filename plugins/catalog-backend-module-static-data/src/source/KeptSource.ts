import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { SourceFile } from '@internal/plugin-static-data-model';
import { SyncSourceConfig } from '@internal/plugin-static-data-node';
import { toBatches } from '../toBatches';
import { UnusableRevisionError } from './sourceFailures';

/** Bytes that may be kept of any source on a host. */
const MAX_SIZE = 32 * 1024 * 1024;

/** JSON and YAML shrink to about a tenth. */
const SHRINKAGE = 8;

/** Characters that are compressed together. */
const BATCH_LENGTH = 256 * 1024;

const compress = promisify(gzip);
const expand = promisify(gunzip);

interface Kept {
  revision: string;
  /** Undefined if there is too much of it. */
  batches: Promise<Buffer[] | undefined>;
}

/**
 * The files of the revision that this process read last, compressed, or why it cannot be used: while the
 * source has not changed, they need not be downloaded again, whatever else has.
 */
export class KeptSource {
  /** Why what was read last cannot be used. Until something can, the files of before are kept as well. */
  unusable?: UnusableRevisionError;
  #kept?: Kept;

  /** @param maxSize - see {@link toMaxKeptSize} */
  constructor(private readonly maxSize: number) {}

  /** That of the files; undefined if none are kept. */
  get revision(): string | undefined {
    return this.#kept?.revision;
  }

  /** Keeps files in place of those before; compresses them meanwhile. */
  keep(revision: string, files: SourceFile[]): void {
    this.unusable = undefined;
    if (this.maxSize === 0) {
      return;
    }
    const kept: Kept = { revision, batches: pack(files, this.maxSize) };
    this.#kept = kept;
    void kept.batches.then(batches => {
      if (!batches && this.#kept === kept) {
        this.#kept = undefined;
      }
    });
  }

  /** @returns undefined if the files of this revision are not kept */
  async read(revision: string): Promise<SourceFile[] | undefined> {
    const batches =
      this.#kept?.revision === revision ? await this.#kept.batches : undefined;
    if (!batches) {
      return undefined;
    }
    const files: SourceFile[] = [];
    for (const batch of batches) {
      files.push(...JSON.parse((await expand(batch)).toString('utf8')));
    }
    return files;
  }
}

/**
 * Bytes that may be kept of a source: what may be read of it can be kept as well, unless it hardly
 * shrinks. Nothing of a directory, which is as fast to read again.
 */
export function toMaxKeptSize({
  source,
  limits,
}: Pick<SyncSourceConfig, 'source' | 'limits'>): number {
  return source.type === 'directory'
    ? 0
    : Math.max(MAX_SIZE, limits.maxTotalSize / SHRINKAGE);
}

/** @returns undefined if there is too much of it, or it cannot be compressed */
async function pack(
  files: SourceFile[],
  maxSize: number,
): Promise<Buffer[] | undefined> {
  const batches: Buffer[] = [];
  let size = 0;
  try {
    const parts = toBatches(
      files,
      file => file.path.length + ('text' in file ? file.text.length : 0),
      { items: Infinity, length: BATCH_LENGTH },
    );
    for (const batch of parts) {
      const packed = await compress(JSON.stringify(batch), { level: 1 });
      size += packed.length;
      if (size > maxSize) {
        return undefined;
      }
      batches.push(packed);
    }
    return batches;
  } catch {
    return undefined;
  }
}
