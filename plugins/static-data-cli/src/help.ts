import { Command, EXIT_CODES } from './commands/Command';

const HELP_OPTION = { '-h, --help': 'say what there is' };

/** Exit codes, and what is left out. */
const NOTES = `The folder is the root of the source: the current one, if it is left out.
Exit code ${EXIT_CODES.fine}: fine, ${EXIT_CODES.findings}: findings, ${EXIT_CODES.couldNotRun}: could not run`;

/** How everything is called, in the form that API reports of Backstage read. */
export function describeCommands(commands: Record<string, Command>): string {
  return `Usage: static-data <command>

Checks an architecture repository before a change is merged

${toSection('Options', { ...HELP_OPTION, '--version': 'say the version' })}

${toSection(
  'Commands',
  Object.fromEntries(
    Object.entries(commands).map(([name, { usage, summary }]) => [
      `${name} ${usage}`,
      summary,
    ]),
  ),
)}

${NOTES}`;
}

/** How a command is called. */
export function describeCommand(name: string, command: Command): string {
  return `Usage: static-data ${name} ${command.usage}

${command.summary}

${toSection('Options', { ...command.optionsHelp, ...HELP_OPTION })}

${NOTES}`;
}

function toSection(title: string, items: Record<string, string>): string {
  const width = Math.max(...Object.keys(items).map(({ length }) => length));
  const lines = Object.entries(items).map(
    ([item, description]) => `  ${item.padEnd(width)}  ${description}`,
  );
  return [`${title}:`, ...lines].join('\n');
}
