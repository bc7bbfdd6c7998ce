import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { mockCredentials } from '@backstage/backend-test-utils';
import { CheckedResponse } from './ResponseChecker';

const API_PATH = '/api/static-data';
const GUEST_PATH = '/api/auth/guest/refresh';

/** A request that an example made, and what it was answered. */
export interface Exchange extends CheckedResponse {
  /** Number of the script that made it. */
  script: number;
  method: string;
  /** Under the path of the plugin. */
  path: string;
}

/**
 * Runs the scripts of docs/api.md one after the other in one shell, as the page says.
 *
 * @param backendPort - of a backend with the plugin, on this machine
 */
export async function runExamples(
  scripts: string[],
  backendPort: number,
): Promise<{ exchanges: Exchange[]; files: string[] }> {
  const exchanges: Exchange[] = [];
  const recorder = createServer((req, res) => {
    forward(req, res, backendPort).then(
      exchange => exchange && exchanges.push(exchange),
      error => res.destroy(error),
    );
  });
  await new Promise<void>(resolve => {
    recorder.listen(0, '127.0.0.1', resolve);
  });
  const folder = await mkdtemp(join(tmpdir(), 'static-data-docs-'));
  try {
    const { port } = recorder.address() as AddressInfo;
    await promisify(execFile)(
      'bash',
      ['-euo', 'pipefail', '-c', toProgram(scripts, port)],
      {
        cwd: folder,
        env: {
          ...process.env,
          PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
          NODE_OPTIONS: '',
        },
        timeout: 60_000,
      },
    );
    return { exchanges, files: await readdir(folder) };
  } finally {
    recorder.closeAllConnections();
    recorder.close();
    await rm(folder, { recursive: true });
  }
}

function toProgram(scripts: string[], port: number): string {
  const curl = join(__dirname, 'curl.mjs');
  return [
    `curl() { node '${curl}' -H "x-script: $SCRIPT" "$@"; }`,
    ...scripts.map(
      (script, index) =>
        `SCRIPT=${index}\n${script.replaceAll(
          'http://localhost:7007',
          `http://127.0.0.1:${port}`,
        )}`,
    ),
  ].join('\n');
}

/** Asks the backend for what a client asks for; a guest's token comes from here. */
async function forward(
  req: IncomingMessage,
  res: ServerResponse,
  backendPort: number,
): Promise<Exchange | undefined> {
  const { method = '', url = '', headers } = req;
  const body = await buffer(req);
  if (url === GUEST_PATH) {
    const token = mockCredentials.user.token();
    res.end(JSON.stringify({ backstageIdentity: { token } }));
    return undefined;
  }
  const answer = await fetch(`http://127.0.0.1:${backendPort}${url}`, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      ['authorization', 'accept', 'content-type'].includes(name)
        ? [[name, String(value)] as [string, string]]
        : [],
    ),
    body: body.length > 0 ? body : undefined,
  });
  const text = await answer.text();
  const [type] = (answer.headers.get('content-type') ?? '').split(';');
  const disposition = answer.headers.get('content-disposition');
  res.writeHead(answer.status, {
    'content-type': type,
    ...(disposition ? { 'content-disposition': disposition } : {}),
  });
  res.end(text);
  return {
    script: Number(headers['x-script']),
    method: method.toLowerCase(),
    path: url.slice(API_PATH.length),
    status: answer.status,
    type,
    body: type === 'application/json' ? JSON.parse(text) : {},
  };
}
