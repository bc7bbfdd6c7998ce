import { z } from 'zod';
import { entityName, expected, optionalText } from './recordFields';
import { recordFileKind } from './recordFileKind';

/** A domain becomes a Domain. */
export const domains = recordFileKind({
  label: 'Domain',
  plural: 'domains',
  defaultPath: 'data/domains.json',
  isRequired: false,
  entityKinds: ['Domain'],
  schema: z.object(
    {
      id: entityName,
      name: optionalText,
      description: optionalText,
      owner: optionalText,
      subdomainOf: optionalText,
    },
    { error: expected('an object') },
  ),
  toEntity: ({ owner, subdomainOf }, record) => ({
    spec: {
      owner: record.resolveOwner('owner', owner),
      subdomainOf: record.resolve('subdomainOf', subdomainOf, 'Domain'),
    },
  }),
});
