import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, which would get in the way. */
const FIRST = 20_000;
const COUNT = 10_000;

/** Ports that nothing listens on. All are taken until there are enough, so that no two are the same. */
export async function findFreePorts(count) {
  const servers = [];
  while (servers.length < count) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    const server = createServer().listen(port);
    try {
      await once(server, 'listening');
      servers.push(server);
    } catch {
      // Taken; another one may be free.
    }
  }
  const ports = servers.map(server => server.address().port);
  await Promise.all(servers.map(server => once(server.close(), 'close')));
  return ports;
}
