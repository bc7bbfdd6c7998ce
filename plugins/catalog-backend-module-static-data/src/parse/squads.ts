import { z } from 'zod';
import { SourceFile } from '../source/SourceReader';
import { ParsedRecords, parseRecords } from './parseRecords';
import { entityName, optionalText, textList } from './recordFields';
import { SquadRecord } from './types';

const squadSchema = z.object({
  id: entityName,
  name: optionalText,
  description: optionalText,
  members: textList,
  githubTeam: optionalText,
  parent: optionalText,
  children: textList,
});

/** Parses the file of squads. */
export function parseSquads(
  file: SourceFile,
): ParsedRecords<Omit<SquadRecord, 'location'>> {
  return parseRecords(file, {
    label: 'Squad',
    kinds: ['group'],
    schema: squadSchema,
  });
}
