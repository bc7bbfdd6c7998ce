import { z } from 'zod';
import { RecordFormat } from './parseRecords';
import { entityName, expected, optionalText } from './recordFields';
import { DomainRecord } from './types';

const domainSchema = z.object(
  {
    id: entityName,
    name: optionalText,
    description: optionalText,
    owner: optionalText,
    subdomainOf: optionalText,
  },
  { error: expected('an object') },
);

/** How domains are written down. */
export const domainFormat: RecordFormat<Omit<DomainRecord, 'location'>> = {
  label: 'Domain',
  kinds: ['domain'],
  schema: domainSchema,
};
