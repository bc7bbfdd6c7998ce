import { writeFile } from 'node:fs/promises';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { CompletedSync, SourceStore } from '@internal/plugin-static-data-node';
import { createCompletedSync } from './__testUtils__/createCompletedSync';
import { SyncRecorder } from './SyncRecorder';
import { SyncSpool } from './SyncSpool';

const STORE_ID = '2f0a7c2e-4a52-4f4e-9d53-0b6f6f7f6a11';

/** A database that a test can take away. */
class FakeDatabase {
  isAway = false;
  readonly records: string[] = [];
  readonly released: string[] = [];

  get store(): SourceStore {
    const answer = async <T>(act: () => T): Promise<T> => {
      if (this.isAway) {
        throw new Error('the database is away');
      }
      return act();
    };
    return {
      complete: ({ record }: CompletedSync) =>
        answer(() => {
          if (!this.records.includes(record.id)) {
            this.records.push(record.id);
          }
        }),
      state: { getStoreId: () => answer(() => STORE_ID) },
      refreshRequests: { remove: () => answer(() => {}) },
      lease: {
        release: (id: string) => answer(() => void this.released.push(id)),
      },
    } as unknown as SourceStore;
  }
}

describe('SyncRecorder', () => {
  const directory = createMockDirectory();
  let database: FakeDatabase;
  let told: string[];

  const createRecorder = (spool = new SyncSpool(directory.resolve('spool'))) =>
    new SyncRecorder({
      store: database.store,
      spool,
      logger: mockServices.logger.mock(),
      onRecorded: async ({ id }: SyncHistoryRecord) => void told.push(id),
    });

  beforeEach(() => {
    database = new FakeDatabase();
    told = [];
  });
  afterEach(() => directory.clear());

  it('records a sync, gives its lease back, and tells', async () => {
    const sync = createCompletedSync();
    await createRecorder().record(sync);

    expect(database.records).toEqual([sync.record.id]);
    expect(database.released).toEqual([sync.record.id]);
    expect(told).toEqual([sync.record.id]);
  });

  it('keeps what the database does not take, and writes it when it does', async () => {
    const recorder = createRecorder();
    await recorder.replay();
    database.isAway = true;
    const sync = createCompletedSync();
    await recorder.record(sync);
    await recorder.replay();
    expect(database.records).toEqual([]);
    expect(told).toEqual([]);

    database.isAway = false;
    await recorder.replay();
    expect(database.records).toEqual([sync.record.id]);
    expect(database.released).toEqual([sync.record.id]);
    expect(told).toEqual([sync.record.id]);
  });

  it('writes in another process what one that died has spooled', async () => {
    const dying = createRecorder();
    await dying.replay();
    database.isAway = true;
    const syncs = [createCompletedSync(), createCompletedSync()];
    for (const sync of syncs) {
      await dying.record(sync);
    }

    database.isAway = false;
    await createRecorder().replay();
    expect(database.records).toEqual(syncs.map(({ record }) => record.id));
  });

  it('keeps in memory what cannot be spooled', async () => {
    await writeFile(directory.resolve('file'), '');
    const recorder = createRecorder(new SyncSpool(directory.resolve('file')));
    await recorder.replay().catch(() => {});
    database.isAway = true;
    const sync = createCompletedSync();
    await recorder.record(sync);

    database.isAway = false;
    await recorder.replay();
    expect(database.records).toEqual([sync.record.id]);
  });

  it('is not held up by a file that cannot be read', async () => {
    const recorder = createRecorder();
    await recorder.replay();
    database.isAway = true;
    const [damaged, whole] = [createCompletedSync(), createCompletedSync()];
    await recorder.record(damaged);
    await recorder.record(whole);
    await writeFile(
      directory.resolve(`spool/${STORE_ID}/${damaged.record.id}.ndjson`),
      'no JSON\n',
    );

    database.isAway = false;
    await recorder.replay();
    expect(database.records).toEqual([whole.record.id]);
  });

  it('writes everything once when several ask at the same time', async () => {
    const recorder = createRecorder();
    await recorder.replay();
    database.isAway = true;
    const sync = createCompletedSync();
    await recorder.record(sync);

    database.isAway = false;
    await Promise.all([
      recorder.replay(),
      recorder.replay(),
      recorder.replay(),
    ]);
    expect(told).toEqual([sync.record.id]);
  });
});
