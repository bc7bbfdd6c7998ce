import { ParseArgsConfig } from 'node:util';
import { Paint } from '../formats/text';

/** What a command ends with; scripts rely on it. */
export const EXIT_CODES = { fine: 0, findings: 1, couldNotRun: 2 };

export type OptionValue = string | boolean | (string | boolean)[] | undefined;

export interface CommandInput {
  options: Record<string, OptionValue>;
  /** The folder that the command is about. */
  directory: string;
  paint: Paint;
}

export interface CommandResult {
  output: string;
  exitCode: number;
}

/** A command, as it is called and described. */
export interface Command {
  /** What it does, in one sentence. */
  summary: string;
  /** What follows its name. */
  usage: string;
  /** Whether it is about a folder, which may be given. */
  readsFolder: boolean;
  /** What its options are, by how they are written. */
  optionsHelp: Record<string, string>;
  options: NonNullable<ParseArgsConfig['options']>;
  run(input: CommandInput): Promise<CommandResult>;
}
