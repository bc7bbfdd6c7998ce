import {
  SourceFile,
  SourceLimits,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { SyncSourceConfig } from '@internal/plugin-static-data-node';
import { KeptSource, toMaxKeptSize } from './KeptSource';
import { UnusableRevisionError } from './sourceFailures';

const MEGABYTE = 1024 * 1024;

const FILES: SourceFile[] = [
  { path: 'data/applications.json', text: '[{ "id": "cart" }]\n' },
  { path: 'contracts/README.md', text: '' },
  { path: 'contracts/shop/odd.yaml', text: 'a: \u2028\u0000ü\r\n' },
  {
    path: 'contracts/shop/large.yaml',
    problem: { code: 'TOO_LARGE', message: 'It is large', hint: 'Split it.' },
  },
];

describe('KeptSource', () => {
  it('gives the files of the revision that was read last, and of no other', async () => {
    const kept = new KeptSource(MEGABYTE);
    expect(kept.revision).toBeUndefined();
    expect(await kept.read('r1')).toBeUndefined();

    kept.keep('r1', FILES);
    kept.keep('r2', [FILES[0]]);
    expect(kept.revision).toBe('r2');
    expect(await kept.read('r2')).toEqual([FILES[0]]);
    expect(await kept.read('r1')).toBeUndefined();

    kept.keep('r3', FILES);
    expect(await kept.read('r3')).toEqual(FILES);
    expect(await kept.read('r3')).toEqual(FILES);
  });

  it('keeps many files in their order', async () => {
    const kept = new KeptSource(MEGABYTE);
    const files = Array.from({ length: 5_000 }, (_, index) => ({
      path: `contracts/${index}.yaml`,
      text: `title: ${'x'.repeat(index % 300)}`,
    }));
    kept.keep('r1', files);
    expect(await kept.read('r1')).toEqual(files);
  });

  it('keeps nothing where nothing is to be kept, not even why something was unusable', async () => {
    const kept = new KeptSource(0);
    kept.unusable = new UnusableRevisionError(
      'r1',
      new SyncFindingError({
        phase: 'FETCH',
        code: 'TOO_LARGE',
        message: 'The source has too many files',
        hint: 'Remove some.',
      }),
    );
    kept.keep('r2', FILES);
    expect(kept.revision).toBeUndefined();
    expect(kept.unusable).toBeUndefined();
  });

  it('keeps nothing of what is too large', async () => {
    const kept = new KeptSource(50);
    kept.keep('r1', FILES);
    expect(await kept.read('r1')).toBeUndefined();
    expect(kept.revision).toBeUndefined();
  });
});

describe('toMaxKeptSize', () => {
  const limits = (megabytes: number) =>
    ({ maxTotalSize: megabytes * MEGABYTE } as SourceLimits);

  it('is an eighth of what may be read, and never little', () => {
    const source = { type: 'gitlab' } as SyncSourceConfig['source'];
    const toMegabytes = (megabytes: number) =>
      toMaxKeptSize({ source, limits: limits(megabytes) }) / MEGABYTE;
    expect([1, 256, 1024].map(toMegabytes)).toEqual([32, 32, 128]);
  });

  it('is nothing for a directory', () => {
    const source = { type: 'directory' } as SyncSourceConfig['source'];
    expect(toMaxKeptSize({ source, limits: limits(1024) })).toBe(0);
  });
});
