import { isCompanionFile, parseContractPath } from './contractPath';

describe('parseContractPath', () => {
  it.each([
    ['payments/openapi/cards/v1.yaml', 'openapi', 'cards', 1],
    ['payments/openapi/cards/v12.yml', 'openapi', 'cards', 12],
    ['payments/openapi/cards/v0.json', 'openapi', 'cards', 0],
    ['payments/asyncapi/events/v2.yaml', 'asyncapi', 'events', 2],
    ['payments/avro/PaymentCompleted/v3.avsc', 'avro', 'PaymentCompleted', 3],
  ])('reads %s', (path, type, api, version) => {
    expect(parseContractPath(path)).toEqual({
      boundedContextId: 'payments',
      type,
      api,
      version,
    });
  });

  it.each([
    'payments/openapi/cards/1.yaml',
    'payments/openapi/cards/v01.yaml',
    'payments/openapi/cards/v1.2.yaml',
    'payments/openapi/cards/v1.avsc',
    'payments/openapi/cards/more/v1.yaml',
    'payments/openapi/v1.yaml',
    'payments/avro/PaymentCompleted/v1.json',
    'payments/graphql/cards/v1.yaml',
    'payments/cards/v1.yaml',
    'v1.yaml',
  ])('does not read %s', path => {
    expect(parseContractPath(path)).toBeUndefined();
  });
});

describe('isCompanionFile', () => {
  it.each([
    'README',
    'payments/README.md',
    'payments/openapi/readme.adoc',
    'payments/.gitkeep',
    '.github/v1.yaml',
    'LICENSE',
    'payments/openapi/notes.txt',
  ])('knows that %s is no contract', path => {
    expect(isCompanionFile(path)).toBe(true);
  });

  it.each(['payments/openapi/cards/version1.yaml', 'payments/schema.json'])(
    'does not know what %s is',
    path => {
      expect(isCompanionFile(path)).toBe(false);
    },
  );
});
