// What the examples of docs/api.md use of curl, for machines that have none. An option that is
// not among these is refused.

import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: 'boolean', short: 's' },
    request: { type: 'string', short: 'X' },
    header: { type: 'string', short: 'H', multiple: true, default: [] },
    data: { type: 'string', short: 'd' },
    'remote-name': { type: 'boolean', short: 'O' },
    'remote-header-name': { type: 'boolean', short: 'J' },
  },
});

const [url, ...others] = positionals;
if (others.length > 0) {
  throw new Error(`One URL at a time: ${positionals.join(' ')}`);
}
const body = options.data === '@-' ? await text(process.stdin) : options.data;
const headers = new Headers(
  options.header.map(header => header.split(/:\s*(.*)/s).slice(0, 2)),
);
if (body !== undefined && !headers.has('content-type')) {
  headers.set('content-type', 'application/x-www-form-urlencoded');
}
const response = await fetch(url, {
  method: options.request ?? (body === undefined ? 'GET' : 'POST'),
  headers,
  body,
  redirect: 'manual',
});
const answer = await response.text();
if (options['remote-name']) {
  await writeFile(readFileName(), answer);
} else {
  process.stdout.write(answer);
}

function readFileName() {
  const disposition = response.headers.get('content-disposition') ?? '';
  const [, named] = /filename="([\w.-]+)"/.exec(disposition) ?? [];
  const [last] = new URL(url).pathname.split('/').slice(-1);
  return options['remote-header-name'] && named ? named : last;
}
