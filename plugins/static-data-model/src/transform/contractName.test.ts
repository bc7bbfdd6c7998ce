import { createHash } from 'node:crypto';
import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import { contractEntityRef, contractName } from './contractName';

describe('contractName', () => {
  it('joins bounded context, API and version', () => {
    expect(contractName('payments', 'Paid', 2)).toBe('payments-Paid-v2');
  });

  it('keeps a name of 63 characters', () => {
    const api = 'a'.repeat(63 - 'pay--v1'.length);
    expect(contractName('pay', api, 1)).toBe(`pay-${api}-v1`);
  });

  it('cuts a longer name, and ends it in a hash of the whole', () => {
    const api = 'a'.repeat(64 - 'pay--v1'.length);
    const hash = createHash('sha256').update(`pay-${api}-v1`).digest('hex');
    const name = contractName('pay', api, 1);
    expect(name).toBe(`${`pay-${api}`.slice(0, 56)}-${hash.slice(0, 6)}`);
    expect(name).toHaveLength(63);
  });

  it('gives valid names, and different ones to different contracts', () => {
    const apis = ['-', '.', '_', 'a'].map(end => `${'a'.repeat(51)}${end}more`);
    const names = apis.flatMap(api =>
      [1, 2].map(version => contractName('pay', api, version)),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(KubernetesValidatorFunctions.isValidObjectName(name)).toBe(true);
    }
  });

  it('has an entity ref in lower case', () => {
    expect(contractEntityRef('payments-Paid-v2')).toBe(
      'api:default/payments-paid-v2',
    );
  });
});
