import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { escapeControls } from '@internal/plugin-static-data-common';
import { version } from '../package.json';
import { CommandError } from './CommandError';
import { Command, CommandResult, EXIT_CODES } from './commands/Command';
import { diff } from './commands/diff';
import { schemas } from './commands/schemas';
import { validate } from './commands/validate';
import { createPaint, showsColours } from './formats/text';
import { describeCommand, describeCommands } from './help';

const COMMANDS: Record<string, Command> = { validate, diff, schemas };

/**
 * Lets whoever reads the output stop before its end, as `head` does: that is no failure, and does not
 * change the exit code. If the output cannot be written for another reason, the command could not run.
 */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') {
        process.exitCode = EXIT_CODES.couldNotRun;
        if (stream === process.stdout) {
          complain(`The output could not be written: ${error.message}`);
        }
      }
    });
  }
}

/** Runs the command line, and sets the exit code of the process. */
export async function main(args: string[]): Promise<void> {
  try {
    const { output, exitCode } = await runCommand(args);
    // Not `process.exit`, which would cut off what a pipe has not taken yet.
    process.exitCode = exitCode;
    process.stdout.write(`${output}\n`);
  } catch (error) {
    process.exitCode = EXIT_CODES.couldNotRun;
    const isExplained = error instanceof CommandError;
    const text = isExplained ? error.message : (error as Error).stack;
    complain(String(text));
  }
}

function complain(text: string): void {
  process.stderr.write(
    `static-data: ${escapeControls(text, { keepsLines: true })}\n`,
  );
}

async function runCommand([name, ...args]: string[]): Promise<CommandResult> {
  if (name === '--version') {
    return { output: version, exitCode: EXIT_CODES.fine };
  }
  const all = describeCommands(COMMANDS);
  if ([undefined, '-h', '--help', 'help'].includes(name)) {
    return { output: all, exitCode: EXIT_CODES.fine };
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    throw new CommandError(`Unknown command '${name}'\n\n${all}`);
  }
  const command = COMMANDS[name];
  const help = describeCommand(name, command);
  const { values, positionals } = parse(command, args, help);
  if (values.help) {
    return { output: help, exitCode: EXIT_CODES.fine };
  }
  const maxFolders = command.readsFolder ? 1 : 0;
  if (positionals.length > maxFolders) {
    const expected = ['No folder', 'One folder'][maxFolders];
    throw new CommandError(`${expected} is expected\n\n${help}`);
  }
  const [directory = '.'] = positionals;
  return command.run({
    options: values,
    directory: resolve(directory),
    paint: createPaint(showsColours(process.stdout, process.env)),
  });
}

function parse({ options }: Command, args: string[], help: string) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`, {
      cause: error,
    });
  }
}
