import { TestDatabases } from '@backstage/backend-test-utils';
import { RecordedFinding } from '@internal/plugin-static-data-common';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const HISTORY = '/api/static-data/sync-history';

const FINDINGS: RecordedFinding[] = [
  {
    severity: 'error',
    phase: 'PARSE',
    code: 'SYNTAX',
    message: 'The file is not valid JSON',
    hint: 'Correct the comma',
    file: 'data/squads.json',
    line: 3,
    state: 'new',
  },
  {
    severity: 'error',
    phase: 'TRANSFORM',
    code: 'DUPLICATE',
    message: 'Two records claim the same entity',
    hint: 'Rename one of them',
    file: 'data/applications.json',
    entity: 'component:default/checkout',
    state: 'known',
  },
  {
    severity: 'warning',
    phase: 'FETCH',
    code: 'MISSING_BUILD_FILE',
    message: 'The repository has no build file',
    hint: 'Add one',
    entity: 'component:default/payments',
    state: 'known',
  },
  {
    severity: 'error',
    phase: 'PARSE',
    code: 'SCHEMA',
    message: 'The record has no name',
    hint: 'Name it',
    file: 'data/domains.json',
    state: 'fixed',
  },
];

describe('findings of a sync', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  async function startWithFindings(
    databaseId: Parameters<typeof databases.init>[0],
  ) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
    });
    const sync = createCompletedSync({
      record: { startTime: '2026-01-02T00:00:00.000Z' },
      findings: FINDINGS,
    });
    await started.store.complete(sync);
    return { ...started, url: `${HISTORY}/${sync.record.id}/findings`, sync };
  }

  it.each(databases.eachSupportedId())(
    'are read page by page, in their order, %p',
    async databaseId => {
      const { api, sync, url } = await startWithFindings(databaseId);

      const first = await api.get(`${url}?limit=3`);
      const last = await api.get(
        `${url}?limit=3&cursor=${first.body.pagination.nextCursor}`,
      );

      const totals = FINDINGS.map(({ code, severity, state }) => ({
        code,
        severity,
        state,
        count: 1,
      }));
      expect(first.body).toEqual({
        syncId: sync.record.id,
        findings: FINDINGS.slice(0, 3),
        totals,
        pagination: {
          limit: 3,
          hasMore: true,
          nextCursor: expect.stringMatching(/^[\w-]+$/),
          total: 4,
        },
      });
      expect(last.body).toEqual({
        syncId: sync.record.id,
        findings: FINDINGS.slice(3),
        totals,
        pagination: { limit: 3, hasMore: false, total: 4 },
      });
    },
  );

  it.each(databases.eachSupportedId())('are filtered, %p', async id => {
    const { api, url } = await startWithFindings(id);

    async function codesOf(query: string): Promise<string[]> {
      const { body } = await api.get(`${url}?${query}`);
      expect(body.pagination.total).toBe(body.findings.length);
      return body.findings.map(({ code }: RecordedFinding) => code);
    }

    expect(await codesOf('severity=warning')).toEqual(['MISSING_BUILD_FILE']);
    expect(await codesOf('code=SYNTAX,SCHEMA')).toEqual(['SYNTAX', 'SCHEMA']);
    expect(await codesOf('state=new&state=fixed')).toEqual([
      'SYNTAX',
      'SCHEMA',
    ]);
    expect(await codesOf('state=known&severity=error')).toEqual(['DUPLICATE']);
    expect(await codesOf('q=SQUADS.JSON')).toEqual(['SYNTAX']);
    expect(await codesOf('q=component:default/')).toEqual([
      'DUPLICATE',
      'MISSING_BUILD_FILE',
    ]);
    expect(await codesOf('q=_')).toEqual([]);
  });

  it('are not those of a sync that does not exist', async () => {
    const { api } = await startWithFindings('SQLITE_3');
    const id = '019a2b3c-0000-7000-8000-000000000000';

    const { status, body } = await api.get(`${HISTORY}/${id}/findings`);

    expect(status).toBe(404);
    expect(body.error.message).toBe(`No sync has the id '${id}'`);
  });

  it.each([
    ['severity=fatal', 'severity: must be one of error, warning'],
    ['state=old', 'state: must be one or more of new, known, fixed'],
    ['cursor=WyJjaGFuZ2VzIiwxXQ', 'cursor: must be the nextCursor of a page'],
    ['kind=API', `unknown parameter 'kind'`],
  ])('refuse ?%s', async (query, message) => {
    const { api, url } = await startWithFindings('SQLITE_3');

    const { status, body } = await api.get(`${url}?${query}`);

    expect(status).toBe(400);
    expect(body.error.message).toBe(`Invalid request: ${message}`);
  });
});
