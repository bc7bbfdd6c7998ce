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
import { parseRepositoryAddress } from '../../repositories/parseRepositoryAddress';
import { RepositoryHost } from '../../repositories/repositoryAddress';
import { findRepository } from './repository';

/** Annotation with the ids of the squads that support a component besides its owner. */
const ANNOTATION_SUPPORTING_SQUADS = 'static-data/supporting-squads';

const MAX_TAG_LENGTH = 63;

/** Characters of a text that a tag is made of: what is behind them is cut off, as a rule. */
const MAX_LENGTH_LOOKED_AT = 2 * MAX_TAG_LENGTH;

const MAX_NAMED_TAGS = 5;

const OTHER_LETTER = /(?![a-z0-9])[\p{L}\p{N}]/u;

const REPOSITORY_FIELDS = ['repository', 'repo', 'githubRepo'] as const;

/** What it may be depends on other fields. */
function anything(description: string) {
  return z.unknown().optional().describe(description);
}

const applicationSchema = recordSchema({
  name: requiredText.describe('Title of the component'),
  description: optionalText.describe('What the application does'),
  applicationType: optionalText.describe(
    "Type of the component: 'service' if it is left out",
  ),
  status: optionalText.describe(
    "Lifecycle of the component: 'production' if it is left out",
  ),
  inContextOfBoundedContextId: optionalId.describe(
    'Id of the bounded context that it is part of',
  ),
  supportedBySquadsIds: textList.describe(
    'Ids of squads: the first one owns it, the others support it',
  ),
  url: optionalText.describe('Web address, such as that of the repository'),
  tags: textList.describe('Tags of the component'),
  repository: anything(
    'Repository that has the build file: owner/name, an address, or false if there is none',
  ),
  repo: anything("The same as 'repository'"),
  githubRepo: anything("The same as 'repository'"),
  branch: anything('Branch of the repository: the default branch if left out'),
  ref: anything("The same as 'branch'"),
  path: anything('Folder of the repository that has the build file'),
}).transform(
  ({ repository, repo, githubRepo, branch, ref, path, ...fields }) => {
    const candidates = { repository, repo, githubRepo };
    const field = REPOSITORY_FIELDS.find(name => !isBlank(candidates[name]));
    return {
      ...fields,
      repository: {
        named: field && { field, value: candidates[field] },
        url: fields.url,
        ref: [branch, ref].find(value => !isBlank(value)),
        path: isBlank(path) ? undefined : path,
      },
    };
  },
);

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
    const supportingSquads = record.resolveEach(
      'supportedBySquadsIds',
      supportingIds,
      'Group',
    );
    const { problem, unknownHost } = findRepository(
      fields.repository,
      context.hosts,
    );
    if (unknownHost !== undefined) {
      const users = context.unknownHosts.get(unknownHost) ?? [];
      users.push({
        id: fields.id,
        warn: unknown => record.warn(unknown),
      });
      context.unknownHosts.set(unknownHost, users);
    }
    if (problem) {
      record.warn({
        code: problem.code,
        message: `${record.label} ${problem.message}; its relations to APIs are not known`,
        hint: problem.hint,
      });
    }
    const url = fields.url
      ? toWebAddress(fields.url, context.hosts)
      : undefined;
    if (fields.url && !url && problem?.field !== 'url') {
      record.warn({
        code: 'SCHEMA',
        message: `${record.label} has a 'url' that is not a web address; it is left out`,
        hint: "Write an address that begins with https:// in 'url'.",
      });
    }
    const system = record.resolve(
      'inContextOfBoundedContextId',
      fields.inContextOfBoundedContextId,
      'System',
    );
    const buildFile = context.buildFiles.get(fields.id);
    return {
      annotations: {
        ...(supportingSquads.size > 0 && {
          [ANNOTATION_SUPPORTING_SQUADS]: [...supportingSquads.keys()].join(
            ',',
          ),
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
    const plain = text
      .trim()
      .slice(0, MAX_LENGTH_LOOKED_AT)
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase();
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
        others,
        MAX_NAMED_TAGS,
        { describe: quote },
      )}; they are left out`,
      hint: 'Write tags with the letters a to z and digits.',
    });
  }
  return [...tags];
}

/** Null and blank count as absent. */
function isBlank(value: unknown): boolean {
  return (typeof value === 'string' ? value.trim() : value ?? '') === '';
}

/**
 * The address for people, without credentials, and of a repository without more of a query than says
 * where in it.
 */
function toWebAddress(text: string, hosts: RepositoryHost[]): URL | undefined {
  const address = text.replace(/^url:/i, '');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const result = parseRepositoryAddress(text, hosts);
  const repositoryUrl = result.webUrl;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return repositoryUrl ? new URL(repositoryUrl) : undefined;
  }
  // Credentials in an address must not become visible in the catalog.
  url.username = '';
  url.password = '';
  if (repositoryUrl) {
    url.search = new URL(repositoryUrl).search;
    url.hash = '';
    url.pathname = url.pathname.replace(/\.git\/?$/, '');
  }
  return url;
}

/** Whether an address is that of a file, as code hosts write it. */
function isFile(segments: string[]): boolean {
  const view = segments.find(
    (segment, index) =>
      index > 2 && /^(?:tree|src|blob|raw|edit|blame)$/.test(segment),
  );
  return view !== undefined && view !== 'tree' && view !== 'src';
}

/** Relative paths resolve against the address, so the address of a folder needs its trailing slash. */
function toSourceLocation(url: URL): string {
  const isFolder =
    !url.search &&
    !url.hash &&
    !url.pathname.endsWith('/') &&
    !isFile(url.pathname.split('/'));
  return isFolder ? `${url.href}/` : url.href;
}
