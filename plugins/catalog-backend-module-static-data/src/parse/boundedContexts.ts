import { z } from 'zod';
import { SourceFile } from '../source/SourceReader';
import { ParsedRecords, parseRecords } from './parseRecords';
import { entityName, optionalText } from './recordFields';
import { BoundedContextRecord } from './types';

const boundedContextSchema = z.object({
  id: entityName,
  name: optionalText,
  description: optionalText,
  ownerSquadId: optionalText,
  domain: optionalText,
  type: optionalText,
});

/** Parses the file of bounded contexts, each of which becomes a System or a Domain. */
export function parseBoundedContexts(
  file: SourceFile,
): ParsedRecords<Omit<BoundedContextRecord, 'location'>> {
  return parseRecords(file, {
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
  });
}
