import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/** The migrations of the package, loaded, in the order of their names. */
export async function loadMigrations(): Promise<Knex.MigrationSource<string>> {
  const directory = resolvePackagePath(
    '@internal/plugin-static-data-node',
    'migrations',
  );
  const files = await readdir(directory);
  const names = files.filter(name => name.endsWith('.js')).sort();
  const load = createRequire(join(directory, 'index.js'));
  const migrations = new Map<string, Knex.Migration>(
    names.map(name => [name, load(`./${name}`)]),
  );
  return {
    getMigrations: async () => names,
    getMigrationName: name => name,
    getMigration: async name => migrations.get(name)!,
  };
}
