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
    name: optionalText,
    description: optionalText,
    owner: optionalId,
    subdomainOf: optionalId,
  }),
  toEntity: ({ owner, subdomainOf }, record) => ({
    spec: {
      owner: record.resolveOwner('owner', owner),
      subdomainOf: record.resolve('subdomainOf', subdomainOf, 'Domain'),
    },
  }),
});
