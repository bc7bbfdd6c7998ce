import {
  apiEntityV1alpha1Validator,
  Entity,
  entityEnvelopeSchemaValidator,
} from '@backstage/catalog-model';
import { findInvalidity } from './validateEntity';

jest.mock('@backstage/catalog-model', () => {
  const actual = jest.requireActual('@backstage/catalog-model');
  return {
    ...actual,
    entityEnvelopeSchemaValidator: jest.fn(
      actual.entityEnvelopeSchemaValidator,
    ),
  };
});

const yieldWhenDue = async () => {};

const valid: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'billing' },
  spec: { owner: 'group:default/red' },
};

describe('findInvalidity', () => {
  it('compiles the schema of the envelope once, and not before the first entity: a start has no time for it', async () => {
    expect(entityEnvelopeSchemaValidator).not.toHaveBeenCalled();
    await findInvalidity(valid, yieldWhenDue);
    await findInvalidity(valid, yieldWhenDue);
    expect(entityEnvelopeSchemaValidator).toHaveBeenCalledTimes(1);
  });

  it('finds nothing in a valid entity', async () => {
    expect(await findInvalidity(valid, yieldWhenDue)).toBeUndefined();
  });

  it.each([
    ['no name', { ...valid, metadata: { name: '' } }, '/metadata/name'],
    [
      'a name that is too long',
      { ...valid, metadata: { name: 'x'.repeat(64) } },
      'metadata.name',
    ],
    [
      'a tag that is not valid',
      { ...valid, metadata: { name: 'x', tags: ['A b'] } },
      'tags.0',
    ],
    [
      'an annotation that is not valid',
      { ...valid, metadata: { name: 'x', annotations: { 'a b': 'c' } } },
      'annotations',
    ],
    ['no owner', { ...valid, spec: {} }, 'owner'],
    [
      'a group without children',
      { ...valid, kind: 'Group', spec: { type: 'team' } },
      'children',
    ],
    [
      'another kind',
      { ...valid, kind: 'Robot' },
      'Robot is not an expected kind',
    ],
  ])('finds %s', async (_, entity, problem) => {
    expect(await findInvalidity(entity, yieldWhenDue)).toContain(problem);
  });

  it('has no long definition counted, and misses none that is empty', async () => {
    const check = jest.spyOn(apiEntityV1alpha1Validator, 'check');
    const find = async (definition: string) => {
      const spec = { type: 'openapi', lifecycle: 'x', owner: 'y', definition };
      return findInvalidity({ ...valid, kind: 'API', spec }, yieldWhenDue);
    };
    expect(await find('openapi: 3.0.0')).toBeUndefined();
    expect(check.mock.lastCall?.[0].spec?.definition).toBe('o');
    expect(await find('')).toContain('definition');
  });
});
