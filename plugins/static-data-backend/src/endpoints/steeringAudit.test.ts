import { TestDatabases } from '@backstage/backend-test-utils';
import { startStaticData } from '../__testUtils__/startStaticData';
import {
  lackingOf,
  othersThan,
  readEffects,
  seedSteered,
  STEERED_CONFIG,
  STEERING_ACTS,
} from '../__testUtils__/steeringActs';
import { endpoints } from './endpoints';

jest.setTimeout(60_000);

describe('what steers a source', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function start() {
    /** Of the caller, from now on. */
    const denied: string[] = [];
    const started = await startStaticData({
      knex: await databases.init('SQLITE_3'),
      config: STEERED_CONFIG,
      denied,
    });
    const { api, store, auditor, audited } = started;
    await seedSteered(store);
    return {
      store,
      async send(act: (typeof STEERING_ACTS)[string], lacking: string[] = []) {
        denied.splice(0, denied.length, ...lacking);
        const { path, body } = act.request;
        const { status } = await api.post(`/api/static-data${path}`).send(body);
        const [{ meta, request, ...event }] =
          auditor.createEvent.mock.lastCall!;
        const { outcome, details } = audited.at(-1)!;
        const { meta: found, error } = (details ?? {}) as {
          meta?: object;
          error?: Error;
        };
        return {
          status,
          // As Backstage writes it, which knows the caller of the request.
          logged: {
            ...event,
            url: request?.originalUrl,
            outcome,
            error: error?.name,
            meta: { ...meta, ...found },
          },
        };
      },
    };
  }

  it('is all in this table', () => {
    const events = endpoints.flatMap(({ audit }) => audit?.eventId ?? []);
    expect(
      new Set(Object.values(STEERING_ACTS).map(({ event }) => event)),
    ).toEqual(
      new Set(
        // They change nothing.
        events.filter(
          event => !['sync-history-export', 'webhook-test'].includes(event),
        ),
      ),
    );
  });

  describe.each(Object.keys(STEERING_ACTS))('%s', title => {
    const act = STEERING_ACTS[title];
    const common = {
      eventId: act.event,
      severityLevel: act.severity,
      url: `/api/static-data${act.request.path}`,
    };

    it('is for those with the permission, and audited', async () => {
      const { store, send } = await start();
      await act.prepare?.(store);
      const before = await readEffects(store);
      const refused = {
        status: 403,
        logged: {
          ...common,
          outcome: 'fail',
          error: 'NotAllowedError',
          meta: act.named,
        },
      };
      for (const lacking of lackingOf(act)) {
        expect(await send(act, lacking)).toEqual(refused);
      }
      expect(await readEffects(store)).toEqual(before);

      const { status, logged } = await send(act, othersThan(act));
      expect([200, 202]).toContain(status);
      expect(logged).toEqual({
        ...common,
        outcome: 'success',
        meta: { ...act.about, ...act.done },
      });
      expect(await readEffects(store)).not.toEqual(before);
    });

    it('is audited where it is not possible', async () => {
      const { store, send } = await start();
      await act.hinder(store);
      const before = await readEffects(store);
      const { status, logged } = await send(act);
      expect([400, 409, 429]).toContain(status);
      expect(logged).toEqual({
        ...common,
        outcome: 'fail',
        error: expect.stringMatching(/^(Input|Conflict|TooManyRequests)Error$/),
        meta: act.about.sources ? { sources: [] } : act.about,
      });
      expect(await readEffects(store)).toEqual(before);
    });
  });
});
