import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readAlerts } from './readAlerts';

const read = (alerts: JsonObject) => readAlerts(new ConfigReader({ alerts }));

describe('readAlerts', () => {
  it('notifies nobody by default', () => {
    expect(readAlerts(new ConfigReader({}))).toEqual({
      consecutiveFailures: 3,
      owners: false,
      recipients: { entityRefs: [] },
    });
  });

  it('reads everything', () => {
    expect(
      read({
        consecutiveFailures: 1,
        owners: true,
        recipients: { entityRefs: ['user:default/Ada', 'group:platform'] },
      }),
    ).toEqual({
      consecutiveFailures: 1,
      owners: true,
      recipients: {
        entityRefs: ['user:default/ada', 'group:default/platform'],
      },
    });
  });

  it.each<[JsonObject, RegExp]>([
    [
      { consecutiveFailures: 0 },
      /'staticData\.alerts\.consecutiveFailures' must be a number from 1 to/,
    ],
    [
      { consecutiveFailures: 2.5 },
      /'staticData\.alerts\.consecutiveFailures' must be a whole number/,
    ],
    [
      { recipients: { entityRefs: ['ada'] } },
      /'staticData\.alerts\.recipients\.entityRefs' must be a list of entity refs.*"ada"/,
    ],
    [{ recipients: { entityRefs: 'user:default/ada' } }, /entityRefs/],
    [{ owners: 'squads' }, /alerts\.owners/],
  ])('refuses %j and names the key', (alerts, message) => {
    expect(() => read(alerts)).toThrow(message);
  });
});
