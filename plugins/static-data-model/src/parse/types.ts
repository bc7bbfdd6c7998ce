import { ApplicationRepository } from '../source/SourceFile';

/** Where something was read: a file of the source and a 1-based line in it. */
export interface SourceLocation {
  file: string;
  line?: number;
}

/** A record of one of the JSON files, validated, with the fields that the source format knows. */
export interface ApplicationRecord {
  location: SourceLocation;
  id: string;
  name: string;
  description?: string;
  applicationType?: string;
  status?: string;
  boundedContextId?: string;
  supportingSquadIds: string[];
  url?: string;
  repository?: ApplicationRepository;
  tags: string[];
}

export interface SquadRecord {
  location: SourceLocation;
  id: string;
  name?: string;
  description?: string;
  members: string[];
  githubTeam?: string;
  parent?: string;
  children: string[];
}

export interface BoundedContextRecord {
  location: SourceLocation;
  id: string;
  name?: string;
  description?: string;
  ownerSquadId?: string;
  domain?: string;
  /** `domain` makes the record a Domain. */
  type?: string;
}

export interface DomainRecord {
  location: SourceLocation;
  id: string;
  name?: string;
  description?: string;
  owner?: string;
  subdomainOf?: string;
}

export type ContractType = 'openapi' | 'avro' | 'asyncapi';

/** One version file of a contract. */
export interface ContractRecord {
  location: SourceLocation;
  boundedContextId: string;
  /** Name of the API, or of the Avro schema. */
  api: string;
  /** The N of `v<N>`. */
  version: number;
  type: ContractType;
  description?: string;
  lifecycle?: string;
  /** The file's text, unchanged. */
  definition: string;
}

/**
 * Something that could not be read, and what is known of it. Entities that come from
 * it keep their last known good version: a bad read never deletes.
 */
export interface UnreadableInput {
  file: string;
  /** The entity that the record would have become; undefined means: any entity of the file. */
  entityRef?: string;
  /** Without `entityRef`: the kinds of the entities that the file can hold, in lower case. */
  kinds?: string[];
}

/** All records of a source. */
export interface ParsedSource {
  applications: ApplicationRecord[];
  squads: SquadRecord[];
  boundedContexts: BoundedContextRecord[];
  domains: DomainRecord[];
  contracts: ContractRecord[];
  unreadable: UnreadableInput[];
}

/** API references of one build file, in file order, without repeats, as written: `system:api:version`. */
export interface BuildFileReferences {
  provides: string[];
  consumes: string[];
}

/** What the build file of an application says, and where it is. */
export type ApplicationBuildFile = BuildFileReferences & { file: string };
