import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GitTestRepository } from 'test-servers';

/** Description of an entity by its entity ref: what the catalog has to say of each. */
export type ExpectedEntities = Map<string, string>;

/** Content by path. */
export type SourceFiles = Record<string, string | Buffer>;

/** A record of a data file. */
export type SourceRecord = Record<string, unknown>;

/** The records of the data files. */
export interface SourceRecords {
  domains: SourceRecord[];
  squads: SourceRecord[];
  boundedContexts: SourceRecord[];
  applications: SourceRecord[];
}

const ENTITIES = 16;

/** Those that are no applications. */
const OTHER_ENTITIES = 4;

export interface SourceOptions {
  directory: string;
  /** Where each version is committed, if it is in a repository as well. */
  repository?: GitTestRepository;
  /** Before the names of all entities, which are different in each source. */
  prefix?: string;
  /** How many entities it has. */
  entities?: number;
}

/**
 * A source directory whose content is known: one domain, one squad, one bounded context, one API,
 * and applications, of which every version adds one, removes one and changes the others.
 */
export class Source {
  readonly directory: string;
  readonly #repository?: GitTestRepository;
  readonly #prefix: string;
  readonly #applicationCount: number;
  #version = 0;

  private constructor(options: SourceOptions) {
    this.directory = options.directory;
    this.#repository = options.repository;
    this.#prefix = options.prefix ?? '';
    this.#applicationCount = (options.entities ?? ENTITIES) - OTHER_ENTITIES;
  }

  static async create(options: SourceOptions): Promise<Source> {
    const source = new Source(options);
    await source.change();
    return source;
  }

  /** Moves on to the next version. */
  async change(): Promise<void> {
    this.#version += 1;
    for (const [path, content] of Object.entries(this.files())) {
      await this.write(path, content);
    }
    await this.#repository?.commit({ files: this.files() });
  }

  /** Moves on to the next version, and has nothing but that. */
  async restore(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
    await this.change();
  }

  /** The files of the present version, with more records if given. */
  files(more: Partial<SourceRecords> = {}): SourceFiles {
    const { domains, squads, boundedContexts, applications } = this.#records();
    const toFile = (records: SourceRecord[], others: SourceRecord[] = []) =>
      JSON.stringify([...records, ...others]);
    return {
      'data/domains.json': toFile(domains, more.domains),
      'data/squads.json': toFile(squads, more.squads),
      'data/bounded-contexts.json': toFile(
        boundedContexts,
        more.boundedContexts,
      ),
      'data/applications.json': toFile(applications, more.applications),
      [`contracts/${this.#prefix}context/openapi/orders/v1.json`]:
        JSON.stringify({
          openapi: '3.0.3',
          info: {
            title: 'Orders',
            version: '1.0.0',
            description: this.#describe('orders'),
          },
          paths: {},
        }),
    };
  }

  /** What the present version stands for in the catalog. */
  expected(): ExpectedEntities {
    return new Map([
      [`domain:default/${this.#prefix}domain`, this.#describe('domain')],
      [`group:default/${this.#prefix}squad`, this.#describe('squad')],
      [`system:default/${this.#prefix}context`, this.#describe('context')],
      [
        `api:default/${this.#prefix}context-orders-v1`,
        this.#describe('orders'),
      ],
      ...this.#applications().map(
        id => [`component:default/${id}`, this.#describe(id)] as const,
      ),
    ]);
  }

  /** Entities that every version has. */
  lasting(): string[] {
    return [...this.expected().keys()].slice(0, OTHER_ENTITIES);
  }

  /** Writes a file, which is whole or not there. */
  async write(path: string, content: string | Buffer): Promise<void> {
    const target = join(this.directory, path);
    await mkdir(dirname(target), { recursive: true });
    const draft = `${this.directory}.new`;
    await writeFile(draft, content);
    await rename(draft, target);
  }

  #records(): SourceRecords {
    const squad = `${this.#prefix}squad`;
    const context = `${this.#prefix}context`;
    return {
      domains: [
        {
          id: `${this.#prefix}domain`,
          name: 'Domain',
          description: this.#describe('domain'),
          owner: squad,
        },
      ],
      squads: [
        { id: squad, name: 'Squad', description: this.#describe('squad') },
      ],
      boundedContexts: [
        {
          id: context,
          name: 'Context',
          description: this.#describe('context'),
          ownerSquadId: squad,
        },
      ],
      applications: this.#applications().map(id => ({
        id,
        name: id,
        description: this.#describe(id),
        inContextOfBoundedContextId: context,
        supportedBySquadsIds: [squad],
      })),
    };
  }

  #applications(): string[] {
    return Array.from(
      { length: this.#applicationCount },
      (_, index) => `${this.#prefix}application-${this.#version + index}`,
    );
  }

  #describe(name: string): string {
    return `${name} in version ${this.#version}`;
  }
}
