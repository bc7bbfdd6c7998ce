import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabases } from '../backend/databases';
import { reviseSource, writeSource } from '../source/writeSource';
import { measureSyncs } from './measureSyncs';
import { PHASES, Variant } from './types';

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
    for (const phase of PHASES) {
      expect(ours.phases[phase].ms).toBeGreaterThan(0);
      expect(ours.phases[phase].completeMs).toBeGreaterThan(0);
      expect(plain.phases[phase].completeMs).toBe(0);
    }
    const stepsOf = (phase: (typeof PHASES)[number]) =>
      ours.phases[phase].steps.map(({ step }) => step);
    expect(stepsOf('first sync')).toContain('CATALOG_APPLY');
    expect(stepsOf('unchanged commit')).toEqual(['FETCH']);
    expect(stepsOf('1 % changed')).toContain('CATALOG_APPLY');
  });
});
