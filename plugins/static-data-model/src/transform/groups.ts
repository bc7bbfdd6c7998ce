import { SquadRecord } from '../parse/types';
import { createEntity } from './createEntity';
import { toEntityRef } from './knownEntities';
import { RecordInfo, TransformContext } from './TransformContext';
import { SourcedEntity } from './types';

/** Annotation that names the team on GitHub. */
export const ANNOTATION_GITHUB_TEAM = 'github.com/team-slug';

/** Makes the Group of a squad. */
export function toGroup(
  squad: SquadRecord,
  context: TransformContext,
): SourcedEntity {
  const record: RecordInfo = {
    label: `Squad '${squad.id}'`,
    entityRef: toEntityRef('Group', squad.id),
    location: squad.location,
  };
  const members = context.resolveAll(record, squad.members, {
    kind: 'User',
    field: 'members',
  });
  return createEntity(
    {
      kind: 'Group',
      name: squad.id,
      title: squad.name,
      description: squad.description,
      annotations: squad.githubTeam
        ? { [ANNOTATION_GITHUB_TEAM]: squad.githubTeam }
        : {},
      spec: {
        type: 'team',
        parent:
          squad.parent &&
          context.resolve(record, {
            value: squad.parent,
            kind: 'Group',
            field: 'parent',
          }),
        children: context.resolveAll(record, squad.children, {
          kind: 'Group',
          field: 'children',
        }),
        members: members.length > 0 ? members : undefined,
      },
      location: squad.location,
    },
    context,
  );
}
