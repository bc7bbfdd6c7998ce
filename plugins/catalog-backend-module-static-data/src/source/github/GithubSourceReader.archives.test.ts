import { gunzipSync, gzipSync } from 'node:zlib';
import {
  SOURCE_LIMITS,
  SourceLimits,
} from '@internal/plugin-static-data-model';
import { Header, Pax } from 'tar';
import { GithubTestServer } from 'test-servers';
import { findingOf } from '../__testUtils__/findingOf';
import { FILES, GithubSource, TOKEN } from './__testUtils__/GithubSource';
import { readTreeFiles } from '../archives/readTree';
import { HostClient } from '../HostClient';

// Every test runs Git many times.
jest.setTimeout(60_000);

const TARBALL = /\/tarball\//;

const HTML = Buffer.from('\n<!DOCTYPE html><title>Sign in</title>');

/** A tar with these entries, and with two empty blocks at its end unless it is cut. */
function toTar(
  entries: Array<{ path: string; content?: string }>,
  isCut = false,
): Buffer {
  const blocks = entries.flatMap(({ path, content = '' }) => {
    const size = Buffer.byteLength(content);
    const header = new Header({ path, size, mode: 0o644, type: 'File' });
    const isLong = header.encode();
    const body = Buffer.alloc(Math.ceil(size / 512) * 512);
    body.write(content);
    return [
      ...(isLong ? [new Pax({ path }).encode()] : []),
      header.block!,
      body,
    ];
  });
  return Buffer.concat(isCut ? blocks : [...blocks, Buffer.alloc(1024)]);
}

describe('GithubSourceReader, where archives are not as they should be', () => {
  const github = GithubSource.forEachTest();
  const signal = new AbortController().signal;

  beforeEach(async () => {
    await github.server.createRepository('acme/architecture', { files: FILES });
  });

  function createReader(limits: Partial<SourceLimits> = {}) {
    const { apiBaseUrl } = github.server;
    return github.createReader({ token: TOKEN, apiBaseUrl }, {}, limits);
  }

  function sendArchive(body: Buffer) {
    github.server.answer(TARBALL, { status: 200, body });
  }

  it('reads an archive that is', async () => {
    sendArchive(
      gzipSync(
        toTar([
          { path: 'root/data/squads.json', content: '[]' },
          { path: 'root/data/applications.json', content: 'x'.repeat(70_000) },
        ]),
      ),
    );

    await expect(github.reader.read({ signal })).resolves.toMatchObject({
      files: [
        { path: 'data/applications.json', text: 'x'.repeat(70_000) },
        { path: 'data/squads.json', text: '[]' },
      ],
    });
  });

  it.each<[string, Buffer, RegExp]>([
    ['a login page', HTML, /a web page, such as that of a login/],
    ['something else', Buffer.from('moved'), /neither with gzip nor as a zip/],
    ['nothing', Buffer.alloc(0), /it is empty/],
    ['text', gzipSync('no tar at all'), /ends too early/],
    [
      'a tar that is damaged',
      gzipSync(Buffer.alloc(2048, 'not the header of an entry ')),
      /checksum failure/,
    ],
    [
      'a tar without its end',
      gzipSync(toTar([{ path: 'root/data/squads.json' }], true)),
      /ends too early/,
    ],
    [
      'an entry without its end',
      gzipSync(
        toTar([{ path: 'root/data/squads.json', content: '[]' }]).subarray(
          0,
          600,
        ),
      ),
      /ends too early/,
    ],
    [
      'an entry outside of its root',
      gzipSync(
        toTar([
          { path: 'root/data/squads.json' },
          { path: 'root/contracts/../../x/v1.avsc' },
        ]),
      ),
      /'root\/contracts\/..\/..\/x\/v1.avsc' is not below its folder/,
    ],
    [
      'an entry with an absolute path',
      gzipSync(toTar([{ path: '/root/data/squads.json' }])),
      /is not below its folder/,
    ],
    [
      'two roots',
      gzipSync(
        toTar([
          { path: 'a/data/squads.json' },
          { path: 'b/data/applications.json' },
        ]),
      ),
      /'b\/data\/applications.json' is not below its folder/,
    ],
  ])('takes %s for a failure of the network', async (_, body, message) => {
    sendArchive(body);

    await expect(
      findingOf(github.reader.read({ signal })),
    ).resolves.toMatchObject({
      phase: 'FETCH',
      code: 'NETWORK',
      message: expect.stringMatching(message),
    });
  });

  it('takes a login page in place of the branch for a failure of the network', async () => {
    github.server.answer(/\/status/, {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: HTML,
    });

    await expect(
      findingOf(github.reader.read({ signal })),
    ).resolves.toMatchObject({ code: 'NETWORK' });
  });

  it('takes an archive whose checksum is wrong for a failure of the network', async () => {
    const archive = gzipSync(toTar([{ path: 'root/data/squads.json' }]));
    archive[archive.length - 8] += 1;
    expect(() => gunzipSync(archive)).toThrow();
    sendArchive(archive);

    await expect(
      findingOf(github.reader.read({ signal })),
    ).resolves.toMatchObject({ code: 'NETWORK' });
  });

  it('says so when the commit of the branch has gone before its archive was asked for', async () => {
    github.server.answer(/\/tarball\/(?!main)/, {
      status: 404,
      body: { message: 'Not Found' },
    });

    await expect(
      findingOf(github.reader.read({ signal })),
    ).resolves.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('changed while it was being read'),
    });
  });

  it.each(['hang', 'hangInBody'] as const)(
    'gives up when the host sends nothing for too long (%s)',
    async mode => {
      github.server.fail(mode, { path: TARBALL });
      const { apiBaseUrl } = github.server;
      const url = `${apiBaseUrl}/repos/acme/architecture/tarball/main`;
      const headers = { authorization: `Bearer ${TOKEN}` };
      const client = new HostClient('ghe.example.com');
      const work = readTreeFiles({
        open: openSignal => client.open(url, { headers, signal: openSignal }),
        commit: 'main',
        subject: 'acme/architecture',
        classifyPath: () => 'file',
        limits: SOURCE_LIMITS,
        silenceMs: 50,
        signal,
      });

      await expect(findingOf(work)).resolves.toMatchObject({
        code: 'NETWORK',
        message: expect.stringContaining('sent nothing for'),
      });
    },
  );

  it('does not show the token to another host that it is sent to', async () => {
    const other = await GithubTestServer.start();
    try {
      // To a client, this is another host than 127.0.0.1.
      const location = `${other.apiBaseUrl.replace(
        '127.0.0.1',
        'localhost',
      )}/archive`;
      github.server.answer(TARBALL, {
        status: 302,
        headers: { location },
        body: undefined,
      });
      other.answer(/archive/, {
        status: 200,
        body: gzipSync(
          toTar([{ path: 'root/data/squads.json', content: '[]' }]),
        ),
      });

      await expect(github.reader.read({ signal })).resolves.toMatchObject({
        files: [{ path: 'data/squads.json', text: '[]' }],
      });
      expect(other.requests).toEqual([
        expect.objectContaining({ path: '/archive', authorization: undefined }),
      ]);
    } finally {
      await other.stop();
    }
  });

  it.each<[string, Partial<SourceLimits>, string]>([
    [
      'too many files',
      { maxFiles: 1 },
      "The source has more than 1 files, the limit of 'staticData.limits.maxFiles'",
    ],
    [
      'files that are too large together',
      { maxTotalSize: 64 },
      "The files of the source have more than 0.00006103515625 MiB together, the limit of 'staticData.limits.maxTotalMegabytes'",
    ],
  ])('refuses a source with %s', async (_, limits, message) => {
    await expect(
      findingOf(createReader(limits).read({ signal })),
    ).resolves.toMatchObject({ phase: 'FETCH', code: 'TOO_LARGE', message });
  });

  it.each([900, 100_000])(
    'refuses a source with a path of %s characters',
    async length => {
      const path = `root/contracts/${'x'.repeat(200)}/${'y'.repeat(
        length,
      )}/v1.yaml`;
      sendArchive(gzipSync(toTar([{ path }])));

      await expect(
        findingOf(github.reader.read({ signal })),
      ).resolves.toMatchObject({
        code: 'TOO_LARGE',
        message: expect.stringContaining('more than 1024 characters'),
      });
    },
  );

  it('stops to unpack at a limit', async () => {
    // What comes behind the limit cannot be unpacked, and is not looked at.
    const many = Array.from({ length: 200 }, (_, index) => ({
      path: `root/contracts/a/avro/A${index}.avsc`,
      content: 'x'.repeat(10_000),
    }));
    const archive = gzipSync(
      Buffer.concat([toTar(many, true), Buffer.alloc(200_000, 'damaged ')]),
    );
    sendArchive(archive);

    await expect(
      findingOf(createReader({ maxTotalSize: 100_000 }).read({ signal })),
    ).resolves.toMatchObject({ code: 'TOO_LARGE' });
  });
});
