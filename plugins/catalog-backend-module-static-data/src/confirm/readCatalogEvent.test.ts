import { InputError } from '@backstage/errors';
import { foreignCheckout } from './__testUtils__/checkout';
import {
  CATALOG_CONFLICTS_TOPIC,
  CATALOG_ERRORS_TOPIC,
  readCatalogEvent,
} from './readCatalogEvent';

const errorsPayload = {
  entity: 'component:default/checkout',
  location:
    'url:https://github.com/acme/architecture/blob/main/data/applications.json',
  errors: [
    new InputError('Processor Strict threw an error', new Error('nope')),
    new Error('and again'),
  ],
};

const conflictPayload = {
  unprocessedEntity: foreignCheckout,
  entityRef: 'component:default/checkout',
  newLocationKey: 'static-data',
  existingLocationKey:
    'url:https://github.com/acme/other/blob/main/catalog-info.yaml',
  lastConflictAt: '2026-03-01T10:00:00.000Z',
};

describe('readCatalogEvent', () => {
  it('reads the errors of an entity', () => {
    expect(
      readCatalogEvent({
        topic: CATALOG_ERRORS_TOPIC,
        eventPayload: errorsPayload,
      }),
    ).toEqual({
      entityRef: 'component:default/checkout',
      reason:
        'The catalog could not process it: InputError: Processor Strict threw an error; caused by Error: nope; Error: and again',
    });
  });

  it('reads what is left of errors that came from another process', () => {
    expect(
      readCatalogEvent({
        topic: CATALOG_ERRORS_TOPIC,
        eventPayload: JSON.parse(JSON.stringify(errorsPayload)),
      }),
    ).toEqual({
      entityRef: 'component:default/checkout',
      reason: 'The catalog could not process it: InputError; Error',
    });
  });

  it('reads that an entity is that of another source', () => {
    expect(
      readCatalogEvent({
        topic: CATALOG_CONFLICTS_TOPIC,
        eventPayload: conflictPayload,
      }),
    ).toEqual({
      entityRef: 'component:default/checkout',
      reason:
        'The catalog has this entity from another source: url:https://github.com/acme/other/blob/main/catalog-info.yaml',
      provider: 'static-data',
    });
  });

  it('has nothing to say where another source wants an entity of ours', () => {
    expect(
      readCatalogEvent({
        topic: CATALOG_CONFLICTS_TOPIC,
        eventPayload: {
          ...conflictPayload,
          newLocationKey:
            'url:https://github.com/acme/checkout/blob/main/catalog-info.yaml',
          existingLocationKey: 'static-data',
        },
      }),
    ).toBeUndefined();
  });

  it.each([
    [CATALOG_ERRORS_TOPIC, undefined],
    [CATALOG_ERRORS_TOPIC, 'text'],
    [CATALOG_ERRORS_TOPIC, { ...errorsPayload, entity: 7 }],
    [CATALOG_ERRORS_TOPIC, { ...errorsPayload, errors: [] }],
    [CATALOG_ERRORS_TOPIC, { ...errorsPayload, errors: 'many' }],
    [CATALOG_CONFLICTS_TOPIC, null],
    [CATALOG_CONFLICTS_TOPIC, { ...conflictPayload, entityRef: {} }],
    ['another.topic', errorsPayload],
  ])(
    'does not mind what it does not understand (%s, %j)',
    (topic, eventPayload) => {
      expect(readCatalogEvent({ topic, eventPayload })).toBeUndefined();
    },
  );
});
