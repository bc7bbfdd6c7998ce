import { PendingChange } from '@internal/plugin-static-data-node';
import {
  DEFAULT_SOURCE,
  foreignCheckout,
  sentCheckout,
  shownAs,
} from './__testUtils__/checkout';
import {
  ARRIVAL_LIMIT_MS,
  judgeArrival,
  Look,
  REFUSAL_LIMIT_MS,
} from './judgeArrival';

function createLook(
  change: Partial<PendingChange>,
  look: Partial<Omit<Look, 'change'>>,
): Look {
  return {
    change: {
      syncId: 'a',
      sentAt: '2026-03-01T10:00:00.000Z',
      entityRef: 'component:default/checkout',
      change: 'added',
      isFailed: false,
      ...change,
    },
    known: DEFAULT_SOURCE,
    ageMs: 1000,
    ...look,
  };
}

const before = sentCheckout({ title: 'Till' });
const sent = sentCheckout();

describe('judgeArrival', () => {
  describe('of a version', () => {
    it('confirms what the catalog shows', () => {
      expect(
        judgeArrival(createLook({}, { sent, shown: shownAs(sent) })),
      ).toEqual({ status: 'confirmed' });
    });

    it('confirms what the catalog shows however late, and whatever it has reported', () => {
      const shown = shownAs(sent);
      const look = createLook(
        { reason: 'The catalog could not process it: Error: nope' },
        { sent, shown, ageMs: 2 * ARRIVAL_LIMIT_MS },
      );
      expect(judgeArrival(look)).toEqual({ status: 'confirmed' });
    });

    it('waits for what is not shown, and gives up in the end', () => {
      const look = createLook({}, { sent, ageMs: ARRIVAL_LIMIT_MS - 1 });
      expect(judgeArrival(look)).toEqual({
        status: 'pending',
        isRefused: false,
      });
      expect(judgeArrival({ ...look, ageMs: ARRIVAL_LIMIT_MS })).toEqual({
        status: 'failed',
        isRefused: false,
        reason: 'The catalog did not show it within 6 hours',
      });
    });

    it('gives up earlier on what the catalog has reported an error for', () => {
      const reason = 'The catalog could not process it: Error: nope';
      const look = createLook(
        { reason },
        { sent, ageMs: REFUSAL_LIMIT_MS - 1 },
      );
      expect(judgeArrival(look)).toEqual({
        status: 'pending',
        reason,
        isRefused: true,
      });
      expect(judgeArrival({ ...look, ageMs: REFUSAL_LIMIT_MS })).toEqual({
        status: 'failed',
        isRefused: true,
        reason,
      });
    });

    it('waits while another version is shown, and says what is different', () => {
      const look = createLook(
        { change: 'updated' },
        { sent, previous: before, shown: shownAs(before) },
      );
      const reason =
        'The catalog still shows another version, which differs in /metadata/title';
      expect(judgeArrival(look)).toEqual({
        status: 'pending',
        reason,
        isRefused: false,
      });
      expect(judgeArrival({ ...look, ageMs: ARRIVAL_LIMIT_MS })).toEqual({
        status: 'failed',
        isRefused: false,
        reason,
      });
    });

    it('does not take the version before for one that only lost something', () => {
      const tagged = sentCheckout({ tags: ['java'] });
      const look = createLook(
        { change: 'updated' },
        { sent, previous: tagged, shown: shownAs(tagged) },
      );
      expect(judgeArrival(look)).toMatchObject({ status: 'pending' });
    });

    it('names a few of many fields', () => {
      const shown = shownAs(
        sentCheckout({
          title: 'Till',
          spec: { owner: 'x', type: 'y', lifecycle: 'z' },
        }),
      );
      expect(judgeArrival(createLook({}, { sent, shown })).reason).toBe(
        'The catalog still shows another version, which differs in /metadata/title, /spec/lifecycle, /spec/owner and 1 more',
      );
    });

    it('gives the errors that the catalog shows with the version before', () => {
      const shown = {
        ...shownAs(before),
        status: {
          items: [
            {
              type: 'backstage.io/catalog-processing',
              level: 'error' as const,
              message:
                'InputError: Processor Strict threw an error while preprocessing',
              error: {
                name: 'InputError',
                message: 'Processor Strict threw …',
              },
            },
            {
              type: 'acme.com/lint',
              level: 'error' as const,
              message: 'of somebody else',
            },
          ],
        },
      };
      const look = createLook({ change: 'updated' }, { sent, shown });
      const reason =
        'The catalog could not process it: InputError: Processor Strict threw an error while preprocessing';
      expect(judgeArrival(look)).toEqual({
        status: 'pending',
        reason,
        isRefused: true,
      });
      expect(judgeArrival({ ...look, ageMs: REFUSAL_LIMIT_MS })).toEqual({
        status: 'failed',
        isRefused: true,
        reason,
      });
    });

    it('says who has the entity where it is not ours', () => {
      const look = createLook({}, { sent, shown: foreignCheckout });
      const reason =
        'The catalog has this entity from another source: url:https://github.com/acme/checkout/blob/main/catalog-info.yaml';
      expect(judgeArrival(look)).toEqual({
        status: 'pending',
        reason,
        isRefused: true,
      });
      expect(judgeArrival({ ...look, ageMs: REFUSAL_LIMIT_MS })).toEqual({
        status: 'failed',
        isRefused: true,
        reason,
      });
    });

    it('does not confirm what it cannot compare', () => {
      const look = createLook({}, { shown: shownAs(sent) });
      expect(judgeArrival(look)).toEqual({
        status: 'pending',
        isRefused: false,
      });
    });
  });

  describe('of a removal', () => {
    const removal = { change: 'removed' as const };

    it('confirms that the entity is gone', () => {
      expect(judgeArrival(createLook(removal, { previous: sent }))).toEqual({
        status: 'confirmed',
      });
    });

    it('confirms that the entity has become that of another source', () => {
      const look = createLook(removal, {
        previous: sent,
        shown: foreignCheckout,
      });
      expect(judgeArrival(look)).toEqual({ status: 'confirmed' });
    });

    it('waits while the entity is shown, in whatever version, and gives up in the end', () => {
      const look = createLook(removal, {
        previous: sent,
        shown: shownAs(before),
      });
      expect(judgeArrival(look)).toEqual({
        status: 'pending',
        isRefused: false,
      });
      expect(judgeArrival({ ...look, ageMs: ARRIVAL_LIMIT_MS })).toEqual({
        status: 'failed',
        isRefused: false,
        reason: 'The catalog still showed it after 6 hours',
      });
    });
  });
});
