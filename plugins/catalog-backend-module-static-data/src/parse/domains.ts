import { z } from 'zod';
import { SourceFile } from '../source/SourceReader';
import { ParsedRecords, parseRecords } from './parseRecords';
import { entityName, optionalText } from './recordFields';
import { DomainRecord } from './types';

const domainSchema = z.object({
  id: entityName,
  name: optionalText,
  description: optionalText,
  owner: optionalText,
  subdomainOf: optionalText,
});

/** Parses the file of domains. */
export function parseDomains(
  file: SourceFile,
): ParsedRecords<Omit<DomainRecord, 'location'>> {
  return parseRecords(file, {
    label: 'Domain',
    kinds: ['domain'],
    schema: domainSchema,
  });
}
