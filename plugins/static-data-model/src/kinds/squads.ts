import { toEntityRef } from '../entities/SourcedEntity';
import {
  optionalId,
  optionalText,
  recordSchema,
  textList,
} from './recordFields';
import { recordFileKind } from './recordFileKind';

/** Annotation that names the team on GitHub. */
const ANNOTATION_GITHUB_TEAM = 'github.com/team-slug';

/** A squad becomes a Group. */
export const squads = recordFileKind({
  label: 'Squad',
  plural: 'squads',
  defaultPath: 'data/squads.json',
  isRequired: true,
  entityKinds: ['Group'],
  schema: recordSchema({
    name: optionalText.describe('Title of the group'),
    description: optionalText.describe('What the squad is for'),
    members: textList.describe('Ids of users'),
    githubTeam: optionalText.describe('Slug of the team on GitHub'),
    parent: optionalId.describe('Id of the squad above'),
    children: textList.describe('Ids of the squads below'),
  }),
  toEntity(squad, record, context) {
    if (!context.isGroupAllowed(toEntityRef('Group', squad.id))) {
      record.warn({
        code: 'GROUP_NOT_ALLOWED',
        message: `${record.label} is not among the groups that the source may name; its members, parent and children are left out`,
        hint: `Allow it in the configuration, in 'staticData.groups.allow', or remove the squad.`,
      });
      return { spec: { type: 'team', children: [] } };
    }
    const members = record.resolveAll('members', squad.members, 'User');
    return {
      annotations: {
        ...(squad.githubTeam && { [ANNOTATION_GITHUB_TEAM]: squad.githubTeam }),
      },
      spec: {
        type: 'team',
        parent: record.resolve('parent', squad.parent, 'Group'),
        children: record.resolveAll('children', squad.children, 'Group'),
        members: members.length > 0 ? members : undefined,
      },
    };
  },
});
