import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabases } from '../backend/databases';
import { reviseSource, writeSource } from '../source/writeSource';
import { measureSyncs } from './measureSyncs';
import { SYNC_CASES, Variant } from './types';

jest.setTimeout(120_000);

const ENTITIES = 120;

describe('measureSyncs', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'measure-syncs-'));
    await writeSource(directory, ENTITIES);
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  async function measure(variant: Variant) {
    await reviseSource(directory, ENTITIES, 'original');
    const databases = await createDatabases('SQLite', undefined);
    const result = await measureSyncs({
      variant,
      database: databases.config,
      directory,
      entities: ENTITIES,
    });
    await databases.remove();
    return result;
  }

  it('makes ours and the plain provider do the same job', async () => {
    const ours = await measure('ours');
    const plain = await measure('plain');

    expect(ours.entities).toBe(ENTITIES);
    expect(ours.digest).toBe(plain.digest);
    for (const syncCase of SYNC_CASES) {
      expect(ours.cases[syncCase].ms).toBeGreaterThan(0);
      expect(ours.cases[syncCase].completeMs).toBeGreaterThan(0);
      expect(plain.cases[syncCase].completeMs).toBe(0);
      expect(plain.cases[syncCase].grownBytes).toBe(0);
    }
    expect(ours.cases['first sync'].grownBytes).toBeGreaterThan(0);
    const phasesOf = (syncCase: (typeof SYNC_CASES)[number]) =>
      ours.cases[syncCase].phases.map(({ phase }) => phase);
    expect(phasesOf('first sync')).toContain('CATALOG_APPLY');
    expect(phasesOf('unchanged commit')).toEqual(['FETCH']);
    expect(phasesOf('1 % changed')).toContain('CATALOG_APPLY');
  });
});
