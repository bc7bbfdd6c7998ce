import { CommandError } from '../CommandError';
import { FINDING_FORMATS } from '../formats/findings';
import { validateSource } from '../source/validateSource';
import { Command, EXIT_CODES, OptionValue } from './Command';
import {
  loadConfigOf,
  pickFormat,
  SOURCE_OPTIONS,
  SOURCE_OPTIONS_HELP,
} from './options';

/** Says what a sync would find, and fails if there are errors. */
export const validate: Command = {
  summary: 'Says what a sync would find, without asking the catalog',
  usage: '[options] [dir]',
  readsFolder: true,
  optionsHelp: {
    '--base <ref>':
      'branch, tag or commit that counts as what was last applied, as after a sync of it',
    '--format <name>': Object.keys(FINDING_FORMATS).join(', '),
    '--max-warnings <n>': 'fail if there are more warnings',
    '--allow-outside':
      'the catalog may have what the source refers to and does not have',
    ...SOURCE_OPTIONS_HELP,
  },
  options: {
    ...SOURCE_OPTIONS,
    base: { type: 'string' },
    'max-warnings': { type: 'string' },
    'allow-outside': { type: 'boolean' },
  },
  async run(input) {
    const { options, directory, paint } = input;
    const format = pickFormat(FINDING_FORMATS, options.format);
    const maxWarnings = readCount(options['max-warnings']);
    const validation = await validateSource(
      directory,
      await loadConfigOf(input),
      {
        allowsOutside: options['allow-outside'] === true,
        base: options.base?.toString(),
      },
    );
    const { errors, warnings } = validation;
    return {
      output: format(validation, paint),
      exitCode:
        errors > 0 || warnings > maxWarnings
          ? EXIT_CODES.findings
          : EXIT_CODES.fine,
    };
  },
};

function readCount(value: OptionValue): number {
  if (value === undefined) {
    return Infinity;
  }
  if (!/^\d+$/.test(String(value))) {
    throw new CommandError(`--max-warnings must be a number, not '${value}'`);
  }
  return Number(value);
}
