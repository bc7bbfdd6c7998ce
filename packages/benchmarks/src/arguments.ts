import { parseArgs } from 'node:util';
import { DATABASE_NAMES, DatabaseName } from './backend/databases';

/** The parts of the benchmark. */
export const PARTS = ['write', 'read', 'github', 'cli'] as const;

export type Part = (typeof PARTS)[number];

/** What to measure. */
export interface BenchmarkOptions {
  parts: Part[];
  /** Numbers of entities, of `write` and `cli`. */
  sizes: number[];
  /** Number of syncs in the history, of `read`. */
  records: number;
  /** Numbers of applications, of `github`. */
  applications: number[];
  databases: DatabaseName[];
  /** How often each measurement is repeated. */
  rounds: number;
}

export const USAGE = `Usage: npm run bench [-- ${PARTS.join('|')}] [options]

  --sizes 1000,10000,50000         numbers of entities, of write and cli
  --records 100000                 number of syncs in the history, of read
  --applications 2000,10000        numbers of applications, of github
  --databases SQLite,PostgreSQL    databases
  --rounds 3                       measurements of each, whose median counts
`;

/**
 * Reads the arguments of the command.
 *
 * @throws Error that says which argument is wrong
 */
export function readArguments(args: string[]): BenchmarkOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      sizes: { type: 'string', default: '1000,10000,50000' },
      records: { type: 'string', default: '100000' },
      applications: { type: 'string', default: '2000,10000' },
      databases: { type: 'string', default: DATABASE_NAMES.join() },
      rounds: { type: 'string', default: '3' },
    },
  });
  return {
    parts: positionals.length > 0 ? positionals.map(toPart) : [...PARTS],
    sizes: values.sizes.split(',').map(toCount),
    records: toCount(values.records),
    applications: values.applications.split(',').map(toCount),
    databases: values.databases.split(',').map(toDatabaseName),
    rounds: toCount(values.rounds),
  };
}

function toPart(text: string): Part {
  return oneOf(PARTS, text, 'part');
}

function toDatabaseName(text: string): DatabaseName {
  return oneOf(DATABASE_NAMES, text, 'database');
}

function oneOf<T extends string>(
  known: readonly T[],
  text: string,
  what: string,
): T {
  const found = known.find(
    name => name.toLowerCase() === text.trim().toLowerCase(),
  );
  if (!found) {
    throw new Error(`There is no ${what} '${text}', only ${known.join(', ')}`);
  }
  return found;
}

function toCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`'${text}' is not a whole number above zero`);
  }
  return count;
}
