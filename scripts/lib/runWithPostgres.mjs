import { spawn } from 'node:child_process';
import { startPostgres } from './embeddedPostgres.mjs';

/**
 * Runs a command with PostgreSQL 18, and ends with its exit code. PostgreSQL comes out of a
 * package and lives for the length of the run; the server that the variable names is used
 * instead, if there is one.
 *
 * @param {{ variable: string, command: string, args: string[], env?: NodeJS.ProcessEnv, shell?: boolean }} options
 * `variable` is what the command finds the connection string in
 */
export async function runWithPostgres(options) {
  const { variable, command, args, env, shell } = options;
  const postgres = process.env[variable] ? undefined : await startPostgres();
  const child = spawn(command, args, {
    stdio: 'inherit',
    shell,
    env: {
      ...process.env,
      ...env,
      ...(postgres && { [variable]: postgres.connectionString }),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => child.kill(signal));
  }
  const code = await new Promise(resolve => {
    child.on('error', error => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', exitCode => resolve(exitCode ?? 1));
  });
  await postgres?.stop();
  process.exit(code);
}
