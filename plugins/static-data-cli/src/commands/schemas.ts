import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pluralize } from '@internal/plugin-static-data-common';
import { listDataSchemas } from '@internal/plugin-static-data-model';
import { CommandError } from '../CommandError';
import { toSafeJson } from '../formats/text';
import { Command, EXIT_CODES } from './Command';

/** Writes the JSON Schemas of the data files. */
export const schemas: Command = {
  summary: 'Writes JSON Schemas of the data files, for editors',
  usage: '[--out <dir>]',
  readsFolder: false,
  optionsHelp: {
    '--out <dir>':
      'folder for one file each; without it, all are printed as one object',
  },
  options: { out: { type: 'string' } },
  async run({ options: { out } }) {
    const all = listDataSchemas();
    const exitCode = EXIT_CODES.fine;
    if (!out) {
      const byName = all.map(({ fileName, schema }) => [fileName, schema]);
      return { output: toSafeJson(Object.fromEntries(byName)), exitCode };
    }
    const folder = out.toString();
    try {
      await mkdir(folder, { recursive: true });
      for (const { fileName, schema } of all) {
        const file = join(folder, fileName);
        await writeFile(file, `${JSON.stringify(schema, undefined, 2)}\n`);
      }
    } catch (error) {
      throw new CommandError(
        `The schemas could not be written: ${(error as Error).message}`,
        { cause: error },
      );
    }
    return {
      output: `Wrote ${pluralize(all.length, 'schema')} to ${
        relative('', folder) || '.'
      }`,
      exitCode,
    };
  },
};
