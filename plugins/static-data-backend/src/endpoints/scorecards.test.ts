import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import {
  RecordedFinding,
  Scorecard,
  ScorecardTrendPoint,
} from '@internal/plugin-static-data-common';
import { added, createComponent } from '../__testUtils__/changes';
import { createAppliedSync } from '../__testUtils__/createCompletedSync';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const SCORECARDS = '/api/static-data/scorecards';

const red = 'group:default/red';
const blue = 'group:default/blue';

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;

const daysAgo = (days: number) =>
  new Date(Date.now() - days * DAY_MS).toISOString();

function finding(
  message: string,
  overrides: Partial<RecordedFinding> = {},
): RecordedFinding {
  return {
    severity: 'error',
    state: 'new',
    phase: 'PARSE',
    code: 'SCHEMA',
    message,
    hint: 'Correct it.',
    file: 'data/applications.json',
    line: 3,
    owner: red,
    ...overrides,
  };
}

describe('scorecards', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  async function start(databaseId: TestDatabaseId) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
      config: {
        sources: { core: { directory: 'a' }, apps: { directory: 'b' } },
      },
    });
    const { api, store } = started;
    const core = store.ofSource('core');
    const earlier = createAppliedSync({
      record: { source: 'core', startTime: daysAgo(8) },
      changes: [
        added(createComponent('a', { owner: 'red' })),
        added(createComponent('b', { owner: 'red' })),
        added(createComponent('c', { owner: 'blue' })),
        added(createComponent('d', {})),
      ],
      findings: [finding('gone soon'), finding('stays'), finding('a')],
    });
    await core.complete(earlier);
    const latest = createAppliedSync({
      record: {
        source: 'core',
        startTime: daysAgo(1),
        status: 'PARTIAL_SUCCESS',
      },
      findings: [
        finding('stays', { state: 'known' }),
        finding('a', { state: 'known' }),
        finding('breaks', { code: 'BREAKING_CHANGE', severity: 'warning' }),
        finding('gone soon', { state: 'fixed' }),
        finding('of nobody', { owner: undefined }),
      ],
    });
    await core.complete(latest);
    const other = createAppliedSync({
      record: { source: 'apps', startTime: daysAgo(60) },
      changes: [added(createComponent('e', { owner: 'red' }))],
      findings: [finding('long ago', { severity: 'warning' })],
    });
    const apps = store.ofSource('apps');
    await apps.complete(other);
    await apps.steering.pin({
      triggeredBy: 'user:default/ada',
      ref: 'v1',
      reason: 'Bad release',
    });
    return {
      api,
      latest: latest.record,
      other: other.record,
      list: async (query = '') => {
        const { status, body } = await api.get(`${SCORECARDS}${query}`);
        expect(status).toBe(200);
        return body;
      },
    };
  }

  it.each(databases.eachSupportedId())(
    'say of each owner what is wrong, what was new and fixed, and how fresh it is, %p',
    async databaseId => {
      const { list, latest, other } = await start(databaseId);
      const { scorecards, from, pagination } = await list();

      const emptyTrend = Array.from({ length: 8 }, () => ({
        date: expect.stringMatching(/T00:00:00.000Z$/),
        new: 0,
        fixed: 0,
      }));
      expect(scorecards).toEqual([
        {
          owner: blue,
          entityCount: 1,
          errorCount: 0,
          warningCount: 0,
          findings: [],
          newCount: 0,
          fixedCount: 0,
          trend: emptyTrend,
          sources: [
            {
              source: 'core',
              entityCount: 1,
              dataAsOf: latest.startTime,
              syncId: latest.id,
              pin: null,
            },
          ],
        },
        {
          owner: red,
          entityCount: 3,
          errorCount: 2,
          warningCount: 1,
          findings: ['stays', 'a', 'long ago'].map(message =>
            expect.objectContaining({
              message,
              code: 'SCHEMA',
              file: 'data/applications.json',
              line: 3,
              syncId: message === 'long ago' ? other.id : latest.id,
            }),
          ),
          // What breaks others is one of them, but not a state of the source.
          newCount: 4,
          fixedCount: 1,
          trend: [
            ...emptyTrend.slice(2),
            { ...emptyTrend[0], new: 3 },
            { ...emptyTrend[0], new: 1, fixed: 1 },
          ],
          sources: [
            {
              source: 'apps',
              entityCount: 1,
              dataAsOf: other.startTime,
              syncId: other.id,
              pin: expect.objectContaining({
                ref: 'v1',
                reason: 'Bad release',
              }),
            },
            {
              source: 'core',
              entityCount: 2,
              dataAsOf: latest.startTime,
              syncId: latest.id,
              pin: null,
            },
          ],
        },
      ]);
      const dates = scorecards[0].trend.map(({ date }: ScorecardTrendPoint) =>
        Date.parse(date),
      );
      expect(dates).toEqual(
        dates.map((_: number, index: number) => dates[0] + index * WEEK_MS),
      );
      // The last week ends with today.
      expect(dates[7] + WEEK_MS).toBe(Date.parse(daysAgo(-1).slice(0, 10)));
      expect(from).toBe(scorecards[0].trend[0].date);
      expect(pagination).toEqual({ limit: 50, hasMore: false, total: 2 });
    },
  );

  it('are those of one source, of one owner, and come in pages', async () => {
    const { list } = await start('SQLITE_3');
    const listOwners = async (query: string) =>
      (await list(query)).scorecards.map(
        ({ owner, entityCount }: Scorecard) => [owner, entityCount],
      );
    expect(await listOwners('?source=apps')).toEqual([[red, 1]]);
    expect(await listOwners('?owner=Blue')).toEqual([[blue, 1]]);
    expect(await listOwners('?owner=green')).toEqual([]);

    const { pagination } = await list('?limit=1');
    expect(pagination).toMatchObject({ hasMore: true, total: 2 });
    expect(
      await listOwners(`?limit=1&cursor=${pagination.nextCursor}`),
    ).toEqual([[red, 3]]);
  });

  it('are not there for a source that is not', async () => {
    const { api } = await start('SQLITE_3');
    const { status } = await api.get(`${SCORECARDS}?source=none`);
    expect(status).toBe(404);
  });
});
