import { join } from 'node:path';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { ApiReferences } from './readBuildFile';

interface NamedRecord {
  id: string;
  name: string;
  description: string;
}

export interface DomainRecord extends NamedRecord {
  owner: string;
  subdomainOf?: string;
}

export interface SquadRecord extends NamedRecord {
  githubTeam: string;
  parent?: string;
  members: string[];
}

export interface BoundedContextRecord extends NamedRecord {
  ownerSquadId: string;
  domain: string;
}

export interface ApplicationRecord extends NamedRecord {
  applicationType: string;
  status: string;
  inContextOfBoundedContextId: string;
  supportedBySquadsIds: string[];
  repository?: string;
  tags: string[];
}

/** A contract with what it was parsed into. */
export interface Contract {
  path: string;
  text: string;
  document: { doc?: string; info?: { description: string } };
}

/** The Domain of a record. */
export function toDomain(record: DomainRecord, directory: string): Entity {
  return toEntity(directory, 'data/domains.json', 'Domain', record, {
    owner: `group:default/${record.owner}`,
    ...(record.subdomainOf && {
      subdomainOf: `domain:default/${record.subdomainOf}`,
    }),
  });
}

/** The Group of a squad. */
export function toGroup(record: SquadRecord, directory: string): Entity {
  return toEntity(
    directory,
    'data/squads.json',
    'Group',
    record,
    {
      type: 'team',
      ...(record.parent && { parent: `group:default/${record.parent}` }),
      children: [],
      members: record.members.map(member => `user:default/${member}`),
    },
    { annotations: { 'github.com/team-slug': record.githubTeam } },
  );
}

/** The System of a bounded context. */
export function toSystem(
  record: BoundedContextRecord,
  directory: string,
): Entity {
  return toEntity(directory, 'data/bounded-contexts.json', 'System', record, {
    owner: `group:default/${record.ownerSquadId}`,
    domain: `domain:default/${record.domain}`,
  });
}

/** The API of a contract. */
export function toApi(
  { path, text, document }: Contract,
  owners: Map<string, string>,
  directory: string,
): Entity {
  const [, context, type, api, file] = path.split('/');
  const [version] = file.split('.');
  const record = {
    id: `${context}-${api}-${version}`,
    name: `${api} (${version})`,
    description: document.info?.description ?? document.doc ?? '',
  };
  return toEntity(directory, path, 'API', record, {
    type,
    lifecycle: 'production',
    owner: `group:default/${owners.get(context)}`,
    system: `system:default/${context}`,
    definition: text,
  });
}

/** The Component of an application. */
export function toComponent(
  record: ApplicationRecord,
  references: ApiReferences | undefined,
  directory: string,
): Entity {
  const [owner, ...supporting] = record.supportedBySquadsIds;
  return toEntity(
    directory,
    'data/applications.json',
    'Component',
    record,
    {
      type: record.applicationType,
      lifecycle: record.status,
      owner: `group:default/${owner}`,
      system: `system:default/${record.inContextOfBoundedContextId}`,
      ...(references && {
        providesApis: references.provides.map(toApiRef),
        consumesApis: [...new Set(references.consumes.map(toApiRef))],
      }),
    },
    {
      annotations: {
        ...(supporting.length > 0 && {
          'static-data/supporting-squads': supporting.join(','),
        }),
      },
      tags: record.tags,
    },
  );
}

function toEntity(
  directory: string,
  path: string,
  kind: string,
  { id, name, description }: NamedRecord,
  spec: JsonObject,
  metadata: { annotations?: Record<string, string>; tags?: string[] } = {},
): Entity {
  const location = `file:${join(directory, path)}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      namespace: 'default',
      name: id,
      title: name,
      description,
      ...metadata,
      annotations: {
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
        'static-data/source-file': path,
        ...metadata.annotations,
      },
    },
    spec,
  };
}

function toApiRef(reference: string): string {
  const [system, api, version] = reference.split(':');
  const [major] = version.split('.');
  return `api:default/${system}-${api}-v${major}`.toLocaleLowerCase('en-US');
}
