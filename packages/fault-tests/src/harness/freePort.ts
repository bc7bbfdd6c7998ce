import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, which would get in the way. */
const FIRST = 20_000;
const COUNT = 10_000;

/** A port of the loopback interface that nothing listens on. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
      return port;
    } catch {
      // Taken; another one may be free.
    }
  }
}
