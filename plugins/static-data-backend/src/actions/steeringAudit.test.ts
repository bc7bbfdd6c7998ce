import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import {
  lackingOf,
  othersThan,
  readEffects,
  seedSteered,
  STEERED_CONFIG,
  STEERING_ACTS,
} from '../__testUtils__/steeringActs';
import { setUpActions } from './__testUtils__/setUpActions';
import { refreshActions } from './refreshActions';
import { steeringActions } from './steeringActions';

const CALLER = mockCredentials.user().principal.userEntityRef;

const ACTS = Object.entries(STEERING_ACTS).flatMap(([title, act]) =>
  act.action ? [{ title, ...act, action: act.action }] : [],
);

describe('actions that steer a source', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function start() {
    /** Of the caller, from now on. */
    const denied: string[] = [];
    const { store, run, auditor, audit } = await setUpActions({
      knex: await databases.init('SQLITE_3'),
      staticData: STEERED_CONFIG,
      denied,
    });
    await seedSteered(store);
    return {
      store,
      async send({ action }: (typeof ACTS)[number], lacking: string[] = []) {
        denied.splice(0, denied.length, ...lacking);
        audit.success.mockClear();
        audit.fail.mockClear();
        const output = await run(action.name, action.input).catch(
          () => undefined,
        );
        const [{ meta, ...event }] = auditor.createEvent.mock.lastCall!;
        const [[done] = []] = audit.success.mock.calls;
        const [[failed] = []] = audit.fail.mock.calls;
        return {
          output,
          logged: {
            ...event,
            outcome: done && !failed ? 'success' : 'fail',
            error: failed?.error.name,
            meta: { ...meta, ...done?.meta, ...failed?.meta },
          },
        };
      },
    };
  }

  it('are all in this table', () => {
    expect(new Set(ACTS.map(({ action }) => action.name))).toEqual(
      new Set([...refreshActions, ...steeringActions].map(({ name }) => name)),
    );
  });

  describe.each(ACTS)('$title', act => {
    const common = { eventId: act.event, severityLevel: act.severity };

    it('is for those with the permission, and audited', async () => {
      const { store, send } = await start();
      await act.prepare?.(store);
      const before = await readEffects(store);
      const refused = {
        output: undefined,
        logged: {
          ...common,
          outcome: 'fail',
          error: 'NotAllowedError',
          meta: {
            triggeredBy: CALLER,
            ...act.named,
            // An action has no address that would tell it.
            ...(act.action.input.syncId && {
              syncId: act.action.input.syncId,
            }),
          },
        },
      };
      for (const lacking of lackingOf(act)) {
        expect(await send(act, lacking)).toEqual(refused);
      }
      expect(await readEffects(store)).toEqual(before);

      const { output, logged } = await send(act, othersThan(act));
      expect(output).toMatchObject({ source: act.about.source });
      expect(logged).toEqual({
        ...common,
        outcome: 'success',
        meta: { triggeredBy: CALLER, ...act.about, ...act.done },
      });
      expect(await readEffects(store)).not.toEqual(before);
    });

    it('is audited where it is not possible', async () => {
      const { store, send } = await start();
      await act.hinder(store);
      const before = await readEffects(store);
      expect(await send(act)).toEqual({
        output: undefined,
        logged: {
          ...common,
          outcome: 'fail',
          error: expect.stringMatching(/^(Conflict|TooManyRequests)Error$/),
          meta: expect.objectContaining({ triggeredBy: CALLER, ...act.about }),
        },
      });
      expect(await readEffects(store)).toEqual(before);
    });
  });
});
