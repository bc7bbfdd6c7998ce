import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { JsonObject } from '@backstage/types';
import { findFreePort } from '../backend/findFreePort';
import { ServeJob, ServeMessage, ServeRequest } from './types';

/** A backend in a process of its own, and somebody who is signed in. */
export class ServerProcess {
  /** Of the plugin. */
  readonly baseUrl: string;
  readonly headers: Record<string, string>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, baseUrl: string, token: string) {
    this.#child = child;
    this.baseUrl = baseUrl;
    this.headers = { authorization: `Bearer ${token}` };
  }

  static async start(database: JsonObject): Promise<ServerProcess> {
    const port = await findFreePort();
    const job: ServeJob = { database, port };
    const child = spawn(
      process.execPath,
      [...process.execArgv, require.resolve('./serve'), JSON.stringify(job)],
      {
        stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, NODE_ENV: 'production' },
      },
    );
    await waitForMessage(child, 'ready');
    const origin = `http://127.0.0.1:${port}`;
    const token = await signIn(origin);
    return new ServerProcess(child, `${origin}/api/static-data`, token);
  }

  /** Does something and tells how many bytes of memory the process had more meanwhile. */
  async watchMemory(action: () => Promise<void>): Promise<number> {
    this.#tell('watch memory');
    await action();
    const answer = waitForMessage(this.#child, 'memory');
    this.#tell('stop watching memory');
    return (await answer).added;
  }

  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill();
    await exit;
  }

  #tell(request: ServeRequest): void {
    this.#child.send(request);
  }
}

async function waitForMessage<T extends ServeMessage['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<ServeMessage, { type: T }>> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('The server has ended'));
    // What loads TypeScript sends messages of its own.
    const onMessage = (message: any) => {
      if (message.type === type) {
        child.off('message', onMessage);
        child.off('exit', onExit);
        resolve(message);
      }
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}

async function signIn(origin: string): Promise<string> {
  const response = await fetch(`${origin}/api/auth/guest/refresh`, {
    method: 'POST',
  });
  if (!response.ok) {
    throw new Error(`Could not sign in: ${await response.text()}`);
  }
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}
