import { z } from 'zod';
import { RecordFormat } from './parseRecords';
import { entityName, expected, optionalText } from './recordFields';
import { BoundedContextRecord } from './types';

const boundedContextSchema = z.object(
  {
    id: entityName,
    name: optionalText,
    description: optionalText,
    ownerSquadId: optionalText,
    domain: optionalText,
    type: optionalText,
  },
  { error: expected('an object') },
);

/** How bounded contexts are written down, each of which becomes a System or a Domain. */
export const boundedContextFormat: RecordFormat<
  Omit<BoundedContextRecord, 'location'>
> = {
  label: 'Bounded context',
  kinds: ['system', 'domain'],
  kindsOf: ({ type }) => {
    const readable = optionalText.safeParse(type);
    if (!readable.success) {
      return ['system', 'domain'];
    }
    return readable.data === 'domain' ? ['domain'] : ['system'];
  },
  schema: boundedContextSchema,
};
