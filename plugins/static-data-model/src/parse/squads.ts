import { z } from 'zod';
import { RecordFormat } from './parseRecords';
import { entityName, expected, optionalText, textList } from './recordFields';
import { SquadRecord } from './types';

const squadSchema = z.object(
  {
    id: entityName,
    name: optionalText,
    description: optionalText,
    members: textList,
    githubTeam: optionalText,
    parent: optionalText,
    children: textList,
  },
  { error: expected('an object') },
);

/** How squads are written down. */
export const squadFormat: RecordFormat<Omit<SquadRecord, 'location'>> = {
  label: 'Squad',
  kinds: ['group'],
  schema: squadSchema,
};
