import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readEntities } from '../plain/readEntities';
import { reviseSource, writeSource } from './writeSource';

// It writes hundreds of files.
jest.setTimeout(60_000);

describe('writeSource', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'write-source-'));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  async function readFiles(): Promise<Map<string, string>> {
    const entries = await readdir(directory, {
      recursive: true,
      withFileTypes: true,
    });
    const files = new Map<string, string>();
    for (const entry of entries.filter(found => found.isFile())) {
      const file = join(entry.parentPath, entry.name);
      files.set(relative(directory, file), await readFile(file, 'utf8'));
    }
    return files;
  }

  async function readEntityTexts(): Promise<Map<string, string>> {
    const entities = await readEntities(directory);
    return new Map(
      entities.map(entity => [
        `${entity.kind}:${entity.metadata.name}`.toLowerCase(),
        JSON.stringify(entity),
      ]),
    );
  }

  it.each([100, 437])('makes %d entities', async size => {
    await writeSource(directory, size);
    expect((await readEntityTexts()).size).toBe(size);
  });

  it('revises one in a hundred entities of every kind, and takes it back', async () => {
    await writeSource(directory, 400);
    const files = await readFiles();
    const original = await readEntityTexts();

    await reviseSource(directory, 400, 'revised');
    const revised = await readEntityTexts();
    expect([...revised.keys()].sort()).toEqual([...original.keys()].sort());
    const changed = [...original.keys()].filter(
      ref => original.get(ref) !== revised.get(ref),
    );
    const kinds = changed.map(ref => ref.split(':')[0]).sort();
    // Of OpenAPI there are more than a hundred, of Avro too.
    expect(kinds).toEqual([
      ...Array(5).fill('api'),
      'component',
      'domain',
      'group',
      'system',
    ]);

    await reviseSource(directory, 400, 'original');
    expect(await readFiles()).toEqual(files);
  });

  it('writes the same source every time', async () => {
    await writeSource(directory, 50);
    const files = await readFiles();
    await rm(directory, { recursive: true });

    await writeSource(directory, 50);
    expect(await readFiles()).toEqual(files);
  });
});
