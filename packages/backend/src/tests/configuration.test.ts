import { TestDatabases } from '@backstage/backend-test-utils';
import request from 'supertest';
import { startTestProduct } from './__testUtils__/startTestProduct';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const startWith = (staticData: object | undefined) =>
  startTestProduct({
    databases,
    databaseId: 'SQLITE_3',
    config: { ...(staticData && { staticData: { ...staticData } }) },
  });

describe('configuration', () => {
  it.each([
    [{}, `exactly one of 'staticData.github' and 'staticData.directory'`],
    [
      { github: { repo: 'architecture' } },
      `'staticData.github.repo' must be 'owner/name'`,
    ],
    [
      { directory: '.', schedule: { frequency: '* * *' } },
      `'staticData.schedule.frequency' must be a cron expression`,
    ],
    [
      { directory: '.', safety: { maxRemovalPercent: 120 } },
      `'staticData.safety.maxRemovalPercent' must be a number from 0 to 100`,
    ],
  ])('%j stops the start with the key', async (staticData, message) => {
    await expect(startWith(staticData)).rejects.toThrow(message);
  });

  it('says what is missing when there is none', async () => {
    const { server } = await startWith(undefined);
    const { body } = await request(server)
      .get('/api/static-data/settings')
      .expect(503);
    expect(body.error.message).toContain('staticData');
  });
});
