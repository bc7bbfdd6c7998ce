import { Config } from '@backstage/config';
import { InputError, toError } from '@backstage/errors';
import { JsonValue } from '@backstage/types';
import leven from 'leven';

/** What to do instead, for keys whose nearest known one would not help; `at` is where they stand. */
const HINTS: Record<string, (at: string) => string> = {
  branch: at =>
    `it belongs to 'staticData.${at}url'; beside 'staticData.${at}github', write 'staticData.${at}github.branch'`,
  'github.enterprise': at =>
    `for GitHub Enterprise set 'staticData.${at}github.host', and 'staticData.${at}github.apiBaseUrl' if it is not that of the integration`,
};

/**
 * The keys that are read of the configuration under `staticData`. A key that nothing reads has no
 * effect, so it must be a mistake.
 */
export class ReadKeys {
  /** Paths of values; what is below them is read as well. */
  readonly #values = new Set<string>();
  /** Paths of objects and lists whose parts are read one by one. */
  readonly #parents = new Set<string>();

  /** The same configuration, whose keys are noted when they are read. */
  track(config: Config, at = ''): Config {
    return new Proxy(config, {
      get: (target, method) => {
        const member: unknown = Reflect.get(target, method);
        if (typeof member !== 'function') {
          return member;
        }
        return (key?: string, ...others: unknown[]) => {
          const path = key && at ? `${at}.${key}` : key;
          if (path !== undefined) {
            // Also a key that is missing, for which the call throws.
            this.#note(String(method), path, undefined);
          }
          const result = member.call(target, key, ...others);
          return path === undefined
            ? result
            : this.#note(String(method), path, result);
        };
      },
    });
  }

  /** @throws InputError that names the keys of the configuration that were not read */
  check(config: JsonValue): void {
    const unknown = this.#findUnknown(config, '');
    if (unknown.length > 0) {
      throw new InputError(
        `Invalid configuration: ${unknown
          .map(path => this.#describe(path))
          .join('; ')}`,
      );
    }
  }

  /**
   * Adds to an error about a key, which may be missing, the key that was probably meant as that.
   *
   * @param error - thrown before all keys were read
   */
  explain(error: unknown, config: JsonValue): Error {
    const { message } = toError(error);
    const misspelt = this.#findUnknown(config, '').filter(path => {
      const { at, nearest } = this.#findNearest(path);
      return nearest && message.includes(`'staticData.${at}${nearest}'`);
    });
    return misspelt.length === 0
      ? toError(error)
      : new InputError(
          [message, ...misspelt.map(path => this.#describe(path))].join('; '),
        );
  }

  #note(method: string, path: string, result: unknown): unknown {
    if (/Config$/.test(method)) {
      this.#parents.add(path);
      return result && this.track(result as Config, path);
    }
    if (/ConfigArray$/.test(method)) {
      this.#parents.add(path);
      return (result as Config[] | undefined)?.map((config, index) =>
        this.track(config, `${path}[${index}]`),
      );
    }
    this.#values.add(path);
    return result;
  }

  #findUnknown(value: JsonValue | undefined, at: string): string[] {
    if (typeof value !== 'object' || value === null) {
      return [];
    }
    const children = Array.isArray(value)
      ? value.map((child, i) => [`${at}[${i}]`, child] as const)
      : Object.entries(value).map(
          ([key, child]) => [at ? `${at}.${key}` : key, child] as const,
        );
    return children.flatMap(([path, child]) => {
      if (this.#values.has(path)) {
        return [];
      }
      return this.#isParent(path) ? this.#findUnknown(child, path) : [path];
    });
  }

  #isParent(path: string): boolean {
    return (
      this.#parents.has(path) || path.endsWith(']') || this.#hasPartsOf(path)
    );
  }

  #describe(path: string): string {
    return `unknown key 'staticData.${path}': ${this.#advise(path)}`;
  }

  #advise(path: string): string {
    const [, at = '', key] = /^(sources\.[^.]+\.)?(.*)$/.exec(path)!;
    const hint = HINTS[key]?.(at);
    if (hint) {
      return hint;
    }
    if (at && (this.#listPaths().includes(key) || this.#hasPartsOf(key))) {
      return `all sources share it: write 'staticData.${key}'`;
    }
    const { known, nearest } = this.#findNearest(path);
    return nearest
      ? `did you mean '${nearest}'?`
      : `known there are ${known.join(', ')}`;
  }

  /** The known keys beside a key, and the nearest of them, if it is near. */
  #findNearest(path: string) {
    const end = path.lastIndexOf('.') + 1;
    const [at, key] = [path.slice(0, end), path.slice(end)];
    const known = this.#listPaths()
      .filter(read => read.startsWith(at))
      .map(read => read.slice(at.length).split(/[.[]/)[0])
      .filter((name, i, names) => name && names.indexOf(name) === i);
    const distance = (name: string) =>
      leven(key.toLocaleLowerCase('en-US'), name.toLocaleLowerCase('en-US'));
    const [nearest] = known
      .filter(name => distance(name) <= key.length / 2)
      .sort((a, b) => distance(a) - distance(b));
    return { at, known, nearest };
  }

  #hasPartsOf(path: string): boolean {
    return this.#listPaths().some(read => read.startsWith(`${path}.`));
  }

  #listPaths(): string[] {
    return [...this.#values, ...this.#parents];
  }
}
