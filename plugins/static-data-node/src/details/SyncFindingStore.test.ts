import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { RecordedFinding } from '@internal/plugin-static-data-common';
import sumBy from 'lodash/sumBy';
import { createRecord } from '../__testUtils__/createRecord';
import { toSyncHistoryRow } from '../history/syncHistoryRow';
import { prepareDatabase } from '../database/prepareDatabase';
import {
  insertFindings,
  SyncFindingQuery,
  SyncFindingStore,
} from './SyncFindingStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  await prepareDatabase(knex, undefined);
  return {
    findings: new SyncFindingStore(knex),
    write: (syncId: string, ...findings: RecordedFinding[]) =>
      knex.transaction(async tx => {
        const knownFindings = await insertFindings(tx, syncId, findings);
        await tx('static_data_sync_history').insert(
          toSyncHistoryRow(createRecord({ id: syncId }), {
            inferred: false,
            knownFindings,
          }),
        );
      }),
    countRows: async () => (await knex('static_data_sync_findings')).length,
  };
}

const syntaxError: RecordedFinding = {
  state: 'new',
  severity: 'error',
  phase: 'PARSE',
  code: 'SYNTAX',
  message: 'The file is not valid JSON',
  hint: 'Correct it.',
  file: 'data/applications.json',
  line: 7,
};
const internalError: RecordedFinding = {
  state: 'known',
  severity: 'error',
  phase: 'TRANSFORM',
  code: 'INTERNAL',
  message: 'Something unexpected happened',
  hint: 'Report it.',
  entity: 'component:default/checkout',
  stackTrace: 'Error: unexpected\n    at transform',
};
const missingOwner: RecordedFinding = {
  state: 'new',
  severity: 'warning',
  phase: 'TRANSFORM',
  code: 'MISSING_OWNER',
  message: 'No squad owns 100% of it',
  hint: 'Name one.',
  entity: 'system:default/payments',
  owner: 'group:default/payments',
};
const fixed: RecordedFinding = {
  state: 'fixed',
  severity: 'error',
  phase: 'FETCH',
  code: 'NOT_FOUND',
  message: 'There is no such file',
  hint: 'Add it.',
  file: 'contracts/a_b/api.yaml',
};
const all = [syntaxError, internalError, missingOwner, fixed];

const filters: Array<
  [string, Partial<SyncFindingQuery>, found: RecordedFinding[]]
> = [
  ['severity', { severity: 'error' }, [syntaxError, internalError, fixed]],
  ['code', { code: ['SYNTAX', 'NOT_FOUND'] }, [syntaxError, fixed]],
  ['state', { state: ['new'] }, [syntaxError, missingOwner]],
  ['owner', { owner: 'group:default/payments' }, [missingOwner]],
  ['text of the message', { q: 'UNEXPECTED' }, [internalError]],
  ['text of the file', { q: 'Data/App' }, [syntaxError]],
  ['text of the entity', { q: 'default/PAY' }, [missingOwner]],
  ['a percent sign', { q: '100%' }, [missingOwner]],
  ['what a percent sign could stand for', { q: 'no%owns' }, []],
  ['an underscore', { q: 'a_b' }, [fixed]],
  ['what an underscore could stand for', { q: 'd_ta' }, []],
  ['a backslash', { q: '\\' }, []],
  ['a character that no database keeps', { q: '\u0000' }, []],
  ['all at once', { severity: 'error', q: 'file' }, [syntaxError, fixed]],
];

/** Of `all`: one of each. */
const totals = all.map(({ code, severity, state }) => ({
  code,
  severity,
  state,
  count: 1,
}));

describe.each(databases.eachSupportedId())(
  'SyncFindingStore, %s',
  databaseId => {
    it('gives back what was written, in its order', async () => {
      const { findings, write } = await createStore(databaseId);
      await write('a', ...all);
      await write('b', missingOwner);

      expect(await findings.list({ syncId: 'a', limit: 50 })).toEqual({
        findings: all,
        totals,
        hasMore: false,
        position: expect.any(Number),
      });
      expect(await findings.list({ syncId: 'unknown', limit: 50 })).toEqual({
        findings: [],
        totals: [],
        hasMore: false,
      });
    });

    it('gives page after page', async () => {
      const { findings, write } = await createStore(databaseId);
      await write('a', ...all);

      const first = await findings.list({ syncId: 'a', limit: 3 });
      expect(first).toEqual({
        findings: all.slice(0, 3),
        totals,
        hasMore: true,
        position: expect.any(Number),
      });
      const second = { syncId: 'a', limit: 3, after: first.position };
      expect(await findings.list(second)).toEqual({
        findings: [fixed],
        totals,
        hasMore: false,
        position: expect.any(Number),
      });
    });

    it('finds by what is asked for', async () => {
      const { findings, write } = await createStore(databaseId);
      await write('a', ...all);
      await write('b', ...all);
      for (const [name, filter, found] of filters) {
        const page = await findings.list({ ...filter, syncId: 'a', limit: 50 });
        expect([name, page.findings, sumBy(page.totals, 'count')]).toEqual([
          name,
          found,
          found.length,
        ]);
      }
    });

    it('stores what syncs know from those before them once', async () => {
      const { findings, write, countRows } = await createStore(databaseId);
      const known = [
        internalError,
        { ...missingOwner, state: 'known' as const },
      ];
      await write('a', ...known);
      await write('b', syntaxError, ...known, fixed);
      await write('c', internalError);

      expect(await countRows()).toBe(5);
      expect(await findings.list({ syncId: 'b', limit: 50 })).toMatchObject({
        findings: [syntaxError, ...known, fixed],
      });
      expect(await findings.list({ syncId: 'c', limit: 50 })).toMatchObject({
        findings: [internalError],
      });
    });

    it('lists what the syncs had, without what they fixed', async () => {
      const { findings, write } = await createStore(databaseId);
      await write('a', ...all);
      await write('b', missingOwner, fixed);
      await write('c', internalError);

      expect(await findings.listOpen(['b', 'a'])).toEqual([
        syntaxError,
        internalError,
        missingOwner,
        missingOwner,
      ]);
      expect(await findings.listOpen([])).toEqual([]);
    });
  },
);
