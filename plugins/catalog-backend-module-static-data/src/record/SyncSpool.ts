import {
  access,
  constants,
  mkdir,
  open,
  readdir,
  rename,
  rm,
} from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, isError } from '@backstage/errors';
import {
  AdoptedEntity,
  CompletedSync,
} from '@internal/plugin-static-data-node';

/** Raise it when the format of the files changes. */
const FORMAT_VERSION = 1;

const EXTENSION = '.ndjson';

type SpoolLine =
  | (Omit<CompletedSync, 'changes' | 'adopted' | 'findings' | 'logs'> & {
      type: 'sync';
      version: number;
    })
  | { type: 'change'; change: CompletedSync['changes'][number] }
  | { type: 'adopted'; entity: AdoptedEntity }
  | { type: 'finding'; finding: CompletedSync['findings'][number] }
  | { type: 'log'; line: CompletedSync['logs'][number] }
  /** The last line: without it the file is incomplete. */
  | { type: 'end' };

/**
 * Keeps completed syncs while the database is away: one file of JSON lines for every sync, in a
 * folder for every database.
 */
export class SyncSpool {
  readonly #directory: string;

  /** @param directory - created when it is needed */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @throws InputError if the folder cannot be written, which would else show when it is too late */
  async check(): Promise<void> {
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await access(this.#directory, constants.W_OK);
    } catch (error) {
      throw new InputError(
        `The folder '${
          this.#directory
        }' cannot be written, so the records of syncs would be lost while the database is away; make it writable, or set 'staticData.spoolDirectory' to another`,
        error,
      );
    }
  }

  /** Writes a file completely or not at all, whatever happens to the process. */
  async write(storeId: string, sync: CompletedSync): Promise<void> {
    const folder = join(this.#directory, storeId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = this.#pathOf(storeId, sync.record.id);
    const unfinished = `${path}.tmp`;
    const file = await open(unfinished, 'w', 0o600);
    try {
      for (const line of toLines(sync)) {
        await file.appendFile(`${JSON.stringify(line)}\n`);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await syncFolder(folder);
  }

  /** Ids of the spooled syncs, in the order in which they were requested. */
  async list(storeId: string): Promise<string[]> {
    try {
      const names = await readdir(join(this.#directory, storeId));
      return names
        .filter(name => name.endsWith(EXTENSION))
        .map(name => name.slice(0, -EXTENSION.length))
        .sort();
    } catch (error) {
      if (isError(error) && error.code === 'ENOENT') {
        return [];
      }
      throw error;
    }
  }

  /** @throws Error if the file is damaged or has another format */
  async read(storeId: string, syncId: string): Promise<CompletedSync> {
    const file = await open(this.#pathOf(storeId, syncId), 'r');
    let sync: CompletedSync | undefined;
    let isWhole = false;
    for await (const text of file.readLines()) {
      const line: SpoolLine = JSON.parse(text);
      if (line.type === 'sync') {
        const { type, version, ...head } = line;
        if (version !== FORMAT_VERSION) {
          throw new Error(
            `The file has format ${version}, not ${FORMAT_VERSION}`,
          );
        }
        sync = { ...head, changes: [], adopted: [], findings: [], logs: [] };
      } else if (line.type === 'change') {
        sync?.changes.push(line.change);
      } else if (line.type === 'adopted') {
        sync?.adopted?.push(line.entity);
      } else if (line.type === 'finding') {
        sync?.findings.push(line.finding);
      } else if (line.type === 'log') {
        sync?.logs.push(line.line);
      } else {
        isWhole = true;
      }
    }
    if (!sync || !isWhole) {
      throw new Error('The file is incomplete');
    }
    return sync;
  }

  async remove(storeId: string, syncId: string): Promise<void> {
    await rm(this.#pathOf(storeId, syncId), { force: true });
  }

  /** Renames a file that cannot be read, so that it is neither lost nor in the way. */
  async putAside(storeId: string, syncId: string): Promise<string> {
    const path = this.#pathOf(storeId, syncId);
    await rename(path, `${path}.unreadable`);
    return `${path}.unreadable`;
  }

  #pathOf(storeId: string, syncId: string): string {
    return join(this.#directory, storeId, `${syncId}${EXTENSION}`);
  }
}

function* toLines(sync: CompletedSync): Generator<SpoolLine> {
  const { changes, adopted = [], findings, logs, ...head } = sync;
  yield { type: 'sync', version: FORMAT_VERSION, ...head };
  for (const change of changes) {
    yield { type: 'change', change };
  }
  for (const entity of adopted) {
    yield { type: 'adopted', entity };
  }
  for (const finding of findings) {
    yield { type: 'finding', finding };
  }
  for (const line of logs) {
    yield { type: 'log', line };
  }
  yield { type: 'end' };
}

/** A rename is only durable once its folder is synced, which not every system can do. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
