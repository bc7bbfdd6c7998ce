import { JsonObject } from '@backstage/types';
import { SyncFinding } from '@internal/plugin-static-data-common';
import Ajv from 'ajv';
import { mapKinds } from '../kinds/kinds';
import { listDataSchemas } from './listDataSchemas';
import { parseSource } from './parseSource';

const SQUADS = 'data/squads.json';

/** What a sync finds in a file of squads, and what an editor does. */
async function judge(content: unknown) {
  const findings: SyncFinding[] = [];
  const parsed = await parseSource(
    [
      { path: SQUADS, text: JSON.stringify(content) },
      { path: 'data/applications.json', text: '[]' },
      { path: 'data/bounded-contexts.json', text: '[]' },
    ],
    {
      files: mapKinds((_, { place }) => place.defaultPath),
      report: finding => findings.push(finding),
      signal: new AbortController().signal,
    },
  );
  const { schema } = listDataSchemas().find(({ kind }) => kind === 'squads')!;
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
  return {
    squads: parsed.squads.map(({ id }) => id),
    isRightForSync: findings.length === 0,
    isRightForEditor: validate(content),
  };
}

describe('listDataSchemas', () => {
  it('has a schema for every file of records', () => {
    const names = listDataSchemas().map(({ fileName }) => fileName);
    expect(names).toEqual([
      'squads.schema.json',
      'domains.schema.json',
      'bounded-contexts.schema.json',
      'applications.schema.json',
    ]);
  });

  it('describes every field, so that an editor can complete it', () => {
    for (const { schema } of listDataSchemas()) {
      const { record } = schema.definitions as { record: JsonObject };
      const fields = Object.values(record.properties as JsonObject);
      expect(fields.length).toBeGreaterThan(3);
      for (const field of fields) {
        expect(field).toHaveProperty('description');
      }
    }
  });

  it('lets a file name its schema, which a sync takes no notice of', async () => {
    const $schema = '../schemas/squads.schema.json';
    expect(await judge({ $schema, squads: [{ id: 'red' }] })).toEqual({
      squads: ['red'],
      isRightForSync: true,
      isRightForEditor: true,
    });
  });

  it.each<[string, unknown]>([
    ['only an id', {}],
    ['a number for an id', { id: 7 }],
    ['every field', { name: 'Red', members: ['jane'], parent: 'blue' }],
    ['a number for a text', { description: 7 }],
    ['nothing for a text', { description: null }],
    ['ids with commas between them', { members: 'jane, joe' }],
    ['records for ids', { members: [{ id: 'jane' }, null, 7] }],
    ['a list with one id', { parent: ['blue'] }],
    ['fields that nobody knows', { colour: { red: 255 } }],
    ['an invalid id', { id: 'not valid' }],
    ['an empty id', { id: '' }],
    ['an object for a text', { name: {} }],
    ['a truth value in a list', { members: [true] }],
    ['two ids where one is expected', { parent: ['blue', 'green'] }],
    ['too long a text', { description: 'a'.repeat(10_001) }],
  ])('judges as a sync does: %s', async (_, fields) => {
    const { isRightForSync, isRightForEditor } = await judge([
      { id: 'red', ...(fields as object) },
    ]);
    expect(isRightForEditor).toBe(isRightForSync);
  });

  it.each([[{}], [{ teams: [] }], ['squads'], [[null]], [[{ name: 'Red' }]]])(
    'judges as a sync does what is no list of squads: %j',
    async content => {
      const { isRightForSync, isRightForEditor } = await judge(content);
      expect([isRightForSync, isRightForEditor]).toEqual([false, false]);
    },
  );
});
