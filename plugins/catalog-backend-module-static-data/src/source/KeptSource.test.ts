import {
  SourceFile,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { KeptSource } from './KeptSource';
import { UnusableRevisionError } from './sourceFailures';

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
    const kept = new KeptSource();
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
    const kept = new KeptSource();
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
