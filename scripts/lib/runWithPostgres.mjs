import { spawn } from 'node:child_process';
import { startPostgres } from './embeddedPostgres.mjs';

/**
 * Runs a command with a PostgreSQL 18 at hand, and exits with its exit code. The server comes
 * from an npm package and lives as long as the command. If the variable is set already, the
 * server that it names is used instead.
 *
 * @param {{ variable: string, command: string, args: string[], env?: NodeJS.ProcessEnv, shell?: boolean }} options
 * `variable` is the environment variable that holds the connection string
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
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
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
