import {
  parseContractPath,
  toContractName,
  toContractRef,
} from './contractPath';
import { createHash } from 'node:crypto';
import { KubernetesValidatorFunctions } from '@backstage/catalog-model';

describe('parseContractPath', () => {
  it.each([
    ['payments/openapi/cards/v1.yaml', 'openapi', 'cards', 1],
    ['payments/openapi/cards/v12.yml', 'openapi', 'cards', 12],
    ['payments/openapi/cards/v0.json', 'openapi', 'cards', 0],
    ['payments/asyncapi/events/v2.yaml', 'asyncapi', 'events', 2],
    ['payments/avro/PaymentCompleted/v3.avsc', 'avro', 'PaymentCompleted', 3],
    ['payments/openapi/cards/v02.yaml', 'openapi', 'cards', 2],
    ['payments/openapi/cards/v00.yaml', 'openapi', 'cards', 0],
    ['payments/OpenAPI/cards/V2.YAML', 'openapi', 'cards', 2],
    ['payments/avro/PaymentCompleted.avsc', 'avro', 'PaymentCompleted', 1],
    ['payments/avro/PaymentCompleted-v12.avsc', 'avro', 'PaymentCompleted', 12],
    ['payments/avro/Pay-v2-v3.avsc', 'avro', 'Pay-v2', 3],
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

function nameOf(boundedContextId: string, api: string, version: number) {
  return toContractName({ boundedContextId, api, version });
}

describe('toContractName', () => {
  it('joins bounded context, API and version', () => {
    expect(nameOf('payments', 'Paid', 2)).toBe('payments-Paid-v2');
  });

  it('keeps a name of 63 characters', () => {
    const api = 'a'.repeat(63 - 'pay--v1'.length);
    expect(nameOf('pay', api, 1)).toBe(`pay-${api}-v1`);
  });

  it('cuts a longer name, and ends it in a hash of the whole', () => {
    const api = 'a'.repeat(64 - 'pay--v1'.length);
    const hash = createHash('sha256').update(`pay-${api}-v1`).digest('hex');
    expect(nameOf('Pay', api.toUpperCase(), 1).toLowerCase()).toBe(
      nameOf('pay', api, 1),
    );
    const name = nameOf('pay', api, 1);
    expect(name).toBe(`${`pay-${api}`.slice(0, 56)}-${hash.slice(0, 6)}`);
    expect(name).toHaveLength(63);
  });

  it('gives valid names, and different ones to different contracts', () => {
    const apis = ['-', '.', '_', 'a'].map(end => `${'a'.repeat(51)}${end}more`);
    const names = apis.flatMap(api =>
      [1, 2].map(version => nameOf('pay', api, version)),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(KubernetesValidatorFunctions.isValidObjectName(name)).toBe(true);
    }
  });
});

describe('toContractRef', () => {
  it('is in lower case', () => {
    const contract = { boundedContextId: 'payments', api: 'Paid', version: 2 };
    expect(toContractRef(contract)).toBe('api:default/payments-paid-v2');
  });
});
