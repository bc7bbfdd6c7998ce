import { optionalId, optionalText, recordSchema } from './recordFields';
import { recordFileKind } from './recordFileKind';

/** A domain becomes a Domain. */
export const domains = recordFileKind({
  label: 'Domain',
  plural: 'domains',
  defaultPath: 'data/domains.json',
  isRequired: false,
  entityKinds: ['Domain'],
  schema: recordSchema({
    name: optionalText.describe('Title of the domain'),
    description: optionalText.describe('What the domain is about'),
    owner: optionalId.describe('Id of the squad that owns it'),
    subdomainOf: optionalId.describe('Id of the domain above'),
  }),
  toEntity: ({ owner, subdomainOf }, record) => ({
    spec: {
      owner: record.resolveOwner('owner', owner),
      subdomainOf: record.resolve('subdomainOf', subdomainOf, 'Domain'),
    },
  }),
});
