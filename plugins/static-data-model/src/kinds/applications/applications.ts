import { ANNOTATION_SOURCE_LOCATION } from '@backstage/catalog-model';
import { listFirst, quote } from '@internal/plugin-static-data-common';
import { z } from 'zod';
import { RecordContext } from '../../entities/RecordContext';
import {
  optionalId,
  optionalText,
  recordSchema,
  requiredText,
  textList,
} from '../recordFields';
import { recordFileKind } from '../recordFileKind';
import { resolveApiReferences } from './apiReferences';
import { findGithubRepository, parseRepository } from './repository';

/** Annotation with the ids of the squads that support a component besides its owner. */
const ANNOTATION_SUPPORTING_SQUADS = 'static-data/supporting-squads';

const MAX_TAG_LENGTH = 63;

const MAX_NAMED_TAGS = 5;

const OTHER_LETTER = /(?![a-z0-9])[\p{L}\p{N}]/u;

const REPOSITORY_FIELDS = ['repository', 'repo', 'githubRepo'] as const;

const applicationSchema = recordSchema({
  name: requiredText,
  description: optionalText,
  applicationType: optionalText,
  status: optionalText,
  inContextOfBoundedContextId: optionalId,
  supportedBySquadsIds: textList,
  url: optionalText,
  tags: textList,
  repository: z.unknown().optional(),
  repo: z.unknown().optional(),
  githubRepo: z.unknown().optional(),
  branch: optionalText,
  ref: optionalText,
}).transform(({ repo, githubRepo, branch, ref, ...fields }, context) => {
  const candidates = { repository: fields.repository, repo, githubRepo };
  const field = REPOSITORY_FIELDS.find(name => (candidates[name] ?? '') !== '');
  let repository = fields.url ? findGithubRepository(fields.url) : undefined;
  if (field) {
    repository = parseRepository(candidates[field]);
    if (!repository) {
      context.addIssue({
        code: 'custom',
        path: [field],
        message:
          "must be 'owner/name', the address of a repository, or an object with owner and name",
      });
    }
  }
  const gitRef = branch ?? ref;
  return {
    ...fields,
    repository:
      repository && gitRef ? { ...repository, ref: gitRef } : repository,
  };
});

/** An application becomes a Component, with the API relations that its build file declares. */
export const applications = recordFileKind({
  label: 'Application',
  plural: 'applications',
  defaultPath: 'data/applications.json',
  isRequired: true,
  entityKinds: ['Component'],
  schema: applicationSchema,
  toEntity(fields, record, context) {
    const [ownerId, ...supportingIds] = fields.supportedBySquadsIds;
    const owner = record.resolveOwner('supportedBySquadsIds', ownerId);
    // Only for the warnings: in the annotation they stay ids.
    record.resolveAll('supportedBySquadsIds', supportingIds, 'Group');
    const url = fields.url ? parseWebAddress(fields.url, record) : undefined;
    const system = record.resolve(
      'inContextOfBoundedContextId',
      fields.inContextOfBoundedContextId,
      'System',
    );
    const buildFile = context.buildFiles.get(fields.id);
    return {
      annotations: {
        ...(supportingIds.length > 0 && {
          [ANNOTATION_SUPPORTING_SQUADS]: supportingIds.join(','),
        }),
        ...(url && {
          [ANNOTATION_SOURCE_LOCATION]: `url:${toSourceLocation(url)}`,
        }),
      },
      tags: toTags(fields.tags, record),
      links: url ? [{ url: url.href, title: 'Source' }] : [],
      spec: {
        type: fields.applicationType ?? 'service',
        lifecycle: fields.status ?? 'production',
        owner,
        system,
        ...(buildFile && resolveApiReferences(buildFile, record, context)),
      },
    };
  },
});

/**
 * Makes tags valid for the catalog: lower case, `[a-z0-9+#]` with single dashes between, unique.
 * Accents are left out; tags in other scripts cannot be written so, and become a warning.
 */
function toTags(texts: string[], record: RecordContext): string[] {
  const tags = new Set<string>();
  const others: string[] = [];
  for (const text of texts) {
    const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const tag = plain
      .split(/[^a-z0-9+#]+/)
      .filter(Boolean)
      .join('-')
      .slice(0, MAX_TAG_LENGTH)
      .replace(/-$/, '');
    if (!tag || OTHER_LETTER.test(plain)) {
      others.push(text);
    } else {
      tags.add(tag);
    }
  }
  if (others.length > 0) {
    record.warn({
      code: 'SCHEMA',
      message: `${
        record.label
      } has tags that the catalog cannot hold: ${listFirst(
        others.map(quote),
        MAX_NAMED_TAGS,
      )}; they are left out`,
      hint: 'Write tags with the letters a to z and digits.',
    });
  }
  return [...tags];
}

function parseWebAddress(
  address: string,
  record: RecordContext,
): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) {
    // Credentials in an address must not become visible in the catalog.
    url.username = '';
    url.password = '';
    return url;
  }
  record.warn({
    code: 'SCHEMA',
    message: `${record.label} has a 'url' that is not a web address; it is left out`,
    hint: "Write an address that begins with https:// in 'url'.",
  });
  return undefined;
}

/** Relative paths resolve against the address, so the address of a folder needs its trailing slash. */
function toSourceLocation(url: URL): string {
  const isFolder =
    !url.search &&
    !url.hash &&
    !url.pathname.endsWith('/') &&
    !url.pathname.includes('/blob/');
  return isFolder ? `${url.href}/` : url.href;
}
