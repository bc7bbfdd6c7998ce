import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import {
  RecordedLogLine,
  SyncLogLevel,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import { prepareDatabase } from '../database/prepareDatabase';
import { SyncLogStore } from './SyncLogStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  await prepareDatabase(knex, undefined);
  return new SyncLogStore(knex);
}

const lines: SyncLogLine[] = (['debug', 'info', 'warn', 'error'] as const).map(
  (level, second) => ({
    time: `2026-03-01T10:00:0${second}.500Z`,
    level,
    phase: 'FETCH',
    message: `A line of level ${level}`,
  }),
);
const [debug, info, warn, error] = lines;

/** The same as the whole log of a sync. */
const recorded = lines.map(
  (line, index): RecordedLogLine => ({ ...line, number: index + 1 }),
);

describe.each(databases.eachSupportedId())('SyncLogStore, %s', databaseId => {
  it('gives back what was appended, sync by sync', async () => {
    const logs = await createStore(databaseId);
    await logs.append('a', [debug, info], 0);
    await logs.append('b', [error], 0);
    await logs.append('a', [warn, error], 2);

    expect(await logs.list({ syncId: 'a', limit: 50 })).toEqual({
      lines: recorded,
      hasMore: false,
      position: 3,
    });
    expect(await logs.list({ syncId: 'unknown', limit: 50 })).toEqual({
      lines: [],
      hasMore: false,
    });
  });

  it('keeps the lines that it has when they come again', async () => {
    const logs = await createStore(databaseId);
    await logs.append('a', [debug, info], 0);
    await logs.append('a', [error, warn, error], 1);
    await logs.append('a', [], 4);

    const { lines: kept } = await logs.list({ syncId: 'a', limit: 50 });
    expect(kept).toEqual(recorded);
  });

  it('gives page after page', async () => {
    const logs = await createStore(databaseId);
    await logs.append('a', lines, 0);

    const first = await logs.list({ syncId: 'a', limit: 3 });
    expect(first).toEqual({
      lines: recorded.slice(0, 3),
      hasMore: true,
      position: 2,
    });
    expect(
      await logs.list({ syncId: 'a', limit: 3, after: first.position }),
    ).toEqual({ lines: recorded.slice(3), hasMore: false, position: 3 });
  });

  it('gives lines of a level and above', async () => {
    const logs = await createStore(databaseId);
    await logs.append('a', lines, 0);
    const list = async (level: SyncLogLevel) =>
      (await logs.list({ syncId: 'a', level, limit: 50 })).lines;

    expect(await list('debug')).toEqual(recorded);
    expect(await list('info')).toEqual(recorded.slice(1));
    expect(await list('warn')).toEqual(recorded.slice(2));
    expect(await list('error')).toEqual(recorded.slice(3));
  });

  it('takes characters that a database does not', async () => {
    const logs = await createStore(databaseId);
    await logs.append('a', [{ ...info, message: 'a\u0000b' }], 0);
    expect(await logs.list({ syncId: 'a', limit: 50 })).toMatchObject({
      lines: [{ message: 'a\ufffdb' }],
    });
  });
});
