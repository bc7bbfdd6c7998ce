import { CommandError } from '../CommandError';
import { DIFFERENCE_FORMATS } from '../formats/differences';
import { diffSource } from '../source/diffSource';
import { Command, EXIT_CODES } from './Command';
import {
  loadConfigOf,
  pickFormat,
  SOURCE_OPTIONS,
  SOURCE_OPTIONS_HELP,
} from './options';

/** Says what a sync of the working tree would change. */
export const diff: Command = {
  summary:
    'Says what a sync of a working tree would change, if the catalog had what a commit has',
  usage: '--base <ref> [options] [dir]',
  readsFolder: true,
  optionsHelp: {
    '--base <ref>': 'branch, tag or commit to compare with',
    '--format <name>': Object.keys(DIFFERENCE_FORMATS).join(', '),
    ...SOURCE_OPTIONS_HELP,
  },
  options: { ...SOURCE_OPTIONS, base: { type: 'string' } },
  async run(input) {
    const { options, directory, paint } = input;
    const format = pickFormat(DIFFERENCE_FORMATS, options.format);
    if (!options.base) {
      throw new CommandError('--base is missing: the ref to compare with');
    }
    const difference = await diffSource(
      directory,
      options.base.toString(),
      await loadConfigOf(input),
    );
    return {
      output: format(difference, paint),
      exitCode: difference.failure ? EXIT_CODES.findings : EXIT_CODES.fine,
    };
  },
};
