import { z } from 'zod';
import { RecordFormat } from './parseRecords';
import {
  entityName,
  expected,
  optionalText,
  requiredText,
  textList,
} from './recordFields';
import { findGithubRepository, parseRepository } from './repository';
import { ApplicationRecord } from './types';

const REPOSITORY_FIELDS = ['repository', 'repo', 'githubRepo'] as const;

const applicationSchema = z
  .object(
    {
      id: entityName,
      name: requiredText,
      description: optionalText,
      applicationType: optionalText,
      status: optionalText,
      inContextOfBoundedContextId: optionalText,
      supportedBySquadsIds: textList,
      url: optionalText,
      tags: textList,
      repository: z.unknown().optional(),
      repo: z.unknown().optional(),
      githubRepo: z.unknown().optional(),
      branch: optionalText,
      ref: optionalText,
    },
    { error: expected('an object') },
  )
  .transform((fields, context): Omit<ApplicationRecord, 'location'> => {
    const field = REPOSITORY_FIELDS.find(name => isPresent(fields[name]));
    let repository = fields.url ? findGithubRepository(fields.url) : undefined;
    if (field) {
      repository = parseRepository(fields[field]);
      if (!repository) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message:
            "must be 'owner/name', the address of a repository, or an object with owner and name",
        });
      }
    }
    const ref = fields.branch ?? fields.ref;
    return {
      id: fields.id,
      name: fields.name,
      description: fields.description,
      applicationType: fields.applicationType,
      status: fields.status,
      boundedContextId: fields.inContextOfBoundedContextId,
      supportingSquadIds: fields.supportedBySquadsIds,
      url: fields.url,
      repository: repository && ref ? { ...repository, ref } : repository,
      tags: fields.tags,
    };
  });

/** How applications are written down. */
export const applicationFormat: RecordFormat<
  Omit<ApplicationRecord, 'location'>
> = {
  label: 'Application',
  kinds: ['component'],
  schema: applicationSchema,
};

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
