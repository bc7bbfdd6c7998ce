import {
  appendFile,
  readdir,
  readFile,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { createCompletedSync } from './__testUtils__/createCompletedSync';
import { SyncSpool } from './SyncSpool';

const STORE_ID = '2f0a7c2e-4a52-4f4e-9d53-0b6f6f7f6a11';
const OTHER_STORE_ID = 'b0c7c1c1-21ab-4a53-8a4c-6a2d8c6f2f55';

describe('SyncSpool', () => {
  const directory = createMockDirectory();
  const spool = new SyncSpool(directory.resolve('spool'));

  afterEach(() => directory.clear());

  it('gives back exactly what was written', async () => {
    const sync = createCompletedSync();
    await spool.write(STORE_ID, sync);

    expect(await spool.list(STORE_ID)).toEqual([sync.record.id]);
    expect(await spool.read(STORE_ID, sync.record.id)).toEqual(sync);
  });

  it('keeps what belongs to different databases apart', async () => {
    await spool.write(STORE_ID, createCompletedSync());

    expect(await spool.list(OTHER_STORE_ID)).toEqual([]);
  });

  it('lists the syncs in the order of their ids, which is that of time', async () => {
    const syncs = [
      createCompletedSync(),
      createCompletedSync(),
      createCompletedSync(),
    ];
    for (const sync of [syncs[1], syncs[2], syncs[0]]) {
      await spool.write(STORE_ID, sync);
    }

    expect(await spool.list(STORE_ID)).toEqual(
      syncs.map(({ record }) => record.id),
    );
  });

  it('forgets what was removed, and does not mind if it is gone already', async () => {
    const sync = createCompletedSync();
    await spool.write(STORE_ID, sync);
    await spool.remove(STORE_ID, sync.record.id);
    await spool.remove(STORE_ID, sync.record.id);

    expect(await spool.list(STORE_ID)).toEqual([]);
  });

  it('lists nothing that was not written to its end', async () => {
    const sync = createCompletedSync();
    await spool.write(STORE_ID, sync);
    await writeFile(
      directory.resolve(join('spool', STORE_ID, 'other.ndjson.tmp')),
      '{"type":',
    );

    expect(await spool.list(STORE_ID)).toEqual([sync.record.id]);
  });

  it.each(['cut', 'damaged'])(
    'refuses a file that is %s, and puts it aside',
    async damage => {
      const sync = createCompletedSync();
      await spool.write(STORE_ID, sync);
      const path = directory.resolve(
        join('spool', STORE_ID, `${sync.record.id}.ndjson`),
      );
      if (damage === 'cut') {
        const { length } = await readFile(path);
        await truncate(path, length - '{"type":"end"}\n'.length);
      } else {
        await appendFile(path, 'no JSON\n');
      }

      await expect(spool.read(STORE_ID, sync.record.id)).rejects.toThrow();
      await spool.putAside(STORE_ID, sync.record.id);
      expect(await spool.list(STORE_ID)).toEqual([]);
      expect(await readdir(directory.resolve(join('spool', STORE_ID)))).toEqual(
        [`${sync.record.id}.ndjson.unreadable`],
      );
    },
  );

  it('refuses a file of another format', async () => {
    const sync = createCompletedSync();
    await spool.write(STORE_ID, sync);
    const path = directory.resolve(
      join('spool', STORE_ID, `${sync.record.id}.ndjson`),
    );
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"version":1', '"version":2'));

    await expect(spool.read(STORE_ID, sync.record.id)).rejects.toThrow(
      'The file has format 2, not 1',
    );
  });

  it('fails when its folder cannot be written to', async () => {
    await writeFile(directory.resolve('file'), '');
    const blocked = new SyncSpool(directory.resolve('file'));

    await expect(
      blocked.write(STORE_ID, createCompletedSync()),
    ).rejects.toThrow();
  });
});
