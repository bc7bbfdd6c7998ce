import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Description of an entity by its entity ref: what the catalog has to say of each. */
export type ExpectedEntities = Map<string, string>;

const APPLICATIONS = 12;

/**
 * A source directory whose content is known: one squad, one bounded context, one API, and
 * applications, of which every version adds one, removes one and changes the others.
 */
export class Source {
  readonly directory: string;
  #version = 0;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(directory: string): Promise<Source> {
    const source = new Source(directory);
    await source.change();
    return source;
  }

  /** Moves on to the next version. */
  async change(): Promise<void> {
    this.#version += 1;
    await this.#write('data/squads.json', [
      { id: 'squad', name: 'Squad', description: this.#describe('squad') },
    ]);
    await this.#write('data/bounded-contexts.json', [
      {
        id: 'context',
        name: 'Context',
        description: this.#describe('context'),
        ownerSquadId: 'squad',
      },
    ]);
    await this.#write('contracts/context/openapi/orders/v1.json', {
      openapi: '3.0.3',
      info: {
        title: 'Orders',
        version: '1.0.0',
        description: this.#describe('orders'),
      },
      paths: {},
    });
    await this.#write(
      'data/applications.json',
      this.#applications().map(id => ({
        id,
        name: id,
        description: this.#describe(id),
        inContextOfBoundedContextId: 'context',
        supportedBySquadsIds: ['squad'],
      })),
    );
  }

  /** What the present version stands for in the catalog. */
  expected(): ExpectedEntities {
    return new Map([
      ['group:default/squad', this.#describe('squad')],
      ['system:default/context', this.#describe('context')],
      ['api:default/context-orders-v1', this.#describe('orders')],
      ...this.#applications().map(
        id => [`component:default/${id}`, this.#describe(id)] as const,
      ),
    ]);
  }

  #applications(): string[] {
    return Array.from(
      { length: APPLICATIONS },
      (_, index) => `application-${this.#version + index}`,
    );
  }

  #describe(name: string): string {
    return `${name} in version ${this.#version}`;
  }

  /** A file is whole or it is not there. */
  async #write(path: string, content: object): Promise<void> {
    const target = join(this.directory, path);
    await mkdir(dirname(target), { recursive: true });
    const draft = `${this.directory}.new`;
    await writeFile(draft, JSON.stringify(content));
    await rename(draft, target);
  }
}
