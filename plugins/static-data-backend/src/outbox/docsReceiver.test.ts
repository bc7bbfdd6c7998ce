import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { sendWebhook } from './sendWebhook';

const SECRET = 'a plain text of 24 characters or more';
const LISTEN = '.listen(8080)';
const LISTEN_ANYWHERE = `.listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
})`;

/** What docs/operations.md shows, on a free port. */
function readReceiver(): string {
  const page = resolve(__dirname, '../../../../docs/operations.md');
  const [, code] = readFileSync(page, 'utf8').match(/^```js\n([^]*?)^```$/m)!;
  expect(code).toContain(LISTEN);
  return code.replace(LISTEN, LISTEN_ANYWHERE);
}

describe('the receiver of webhooks in docs/operations.md', () => {
  let receiver: ChildProcess;
  let url: string;

  beforeAll(async () => {
    receiver = spawn(
      process.execPath,
      ['--input-type=module', '--eval', readReceiver()],
      {
        cwd: __dirname,
        env: { ...process.env, STATIC_DATA_WEBHOOK_SECRET: SECRET },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [port] = await once(receiver.stdout!, 'data');
    url = `http://127.0.0.1:${String(port).trim()}/`;
  });
  afterAll(async () => {
    receiver.kill();
    await once(receiver, 'exit');
  });

  const send = (secret: string) =>
    sendWebhook(
      { url, secret },
      { id: 'message-1', payload: '{"type":"webhook.test","data":{}}' },
      { signal: new AbortController().signal },
    );

  it('accepts what is signed with its secret, and nothing else', async () => {
    expect(await send(SECRET)).toEqual({ statusCode: 204 });
    expect(await send(`${SECRET}.`)).toEqual({ statusCode: 401 });
  });
});
