import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { crc32, deflateRawSync } from 'node:zlib';
import { findingOf } from '../__testUtils__/findingOf';
import { unpackArchive } from './unpackArchive';

interface TestEntry {
  path: string;
  content?: string;
  /** What the entry says of its size. */
  size?: number;
  /** As in Unix. */
  mode?: number;
}

const DEFLATE = 8;
const MADE_BY_UNIX = 0x0314;

/** A zip with these entries. See https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
function toZip(entries: TestEntry[]): Buffer {
  const files: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { path, content = '', mode = 0o100644, ...entry } of entries) {
    const name = Buffer.from(path);
    const text = Buffer.from(content);
    const data = deflateRawSync(text);
    const { size = text.length } = entry;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(DEFLATE, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, data]);
    const rest = Buffer.alloc(14);
    // eslint-disable-next-line no-bitwise
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(MADE_BY_UNIX);
    list.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, common, rest, name]),
    );
    files.push(file);
    offset += file.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, directory, Buffer.from('PK\x05\x06'), end]);
}

describe('unpackArchive, of a zip', () => {
  const signal = new AbortController().signal;
  let unpacked: Record<string, string>;

  beforeEach(() => {
    unpacked = {};
  });

  async function unpack(
    zip: Buffer,
    isTaken: (file: { path: string; size: number }) => boolean = () => true,
  ) {
    await unpackArchive(Readable.from([zip.subarray(0, 1), zip.subarray(1)]), {
      signal,
      onProgress: () => {},
      onFile: file =>
        isTaken(file)
          ? content => {
              unpacked[file.path] = content.toString();
            }
          : undefined,
    });
  }

  async function listLeft() {
    const names = await readdir(tmpdir());
    return names.filter(name => name.startsWith('static-data-archive-'));
  }

  it('gives the files that are taken, and leaves nothing behind', async () => {
    const before = await listLeft();
    await unpack(
      toZip([
        { path: 'data/', content: '' },
        { path: 'data/squads.json', content: '[]' },
        { path: 'README.md', content: '# Data' },
        { path: 'data/empty.json' },
      ]),
      ({ path }) => path.startsWith('data/'),
    );
    expect(unpacked).toEqual({
      'data/squads.json': '[]',
      'data/empty.json': '',
    });
    expect(await listLeft()).toEqual(before);
  });

  it('takes a symbolic link for an empty file', async () => {
    await unpack(
      toZip([{ path: 'squads.json', content: '/etc/passwd', mode: 0o120777 }]),
    );
    expect(unpacked).toEqual({ 'squads.json': '' });
  });

  it('does not unpack what is not taken', async () => {
    await unpack(
      toZip([
        { path: 'bomb', content: '0'.repeat(1_000_000), size: 10 },
        { path: 'squads.json', content: '[]' },
      ]),
      ({ path }) => path !== 'bomb',
    );
    expect(unpacked).toEqual({ 'squads.json': '[]' });
  });

  it.each<[string, Buffer]>([
    [
      'a file that has more in it than it says',
      toZip([{ path: 'bomb', content: '0'.repeat(1_000_000), size: 10 }]),
    ],
    ['a path out of the archive', toZip([{ path: '../x', content: 'x' }])],
    ['an absolute path', toZip([{ path: '/etc/x', content: 'x' }])],
    ['a path with an empty part', toZip([{ path: 'a//x', content: 'x' }])],
    [
      'an archive without its end',
      toZip([{ path: 'a', content: 'x' }]).subarray(0, 40),
    ],
    ['nothing but the beginning', Buffer.from('PK')],
  ])('refuses %s', async (_, zip) => {
    const before = await listLeft();
    await expect(findingOf(unpack(zip))).resolves.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('cannot be unpacked'),
    });
    expect(unpacked).toEqual({});
    expect(await listLeft()).toEqual(before);
  });

  it('ends with what the receiver throws', async () => {
    const work = unpack(toZip([{ path: 'a', content: 'x' }]), () => {
      throw new Error('over the limit');
    });
    await expect(work).rejects.toThrow('over the limit');
  });
});
