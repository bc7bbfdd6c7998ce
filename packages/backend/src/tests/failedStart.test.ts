import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

jest.setTimeout(300_000);

const BACKEND = resolve(__dirname, '../..');

/** Runs the backend as `yarn start` does, without the app, until it ends. */
function runBackend(staticData: object) {
  const directory = mkdtempSync(join(tmpdir(), 'static-data-start-'));
  try {
    const config = join(directory, 'app-config.json');
    writeFileSync(
      config,
      JSON.stringify({
        backend: {
          listen: { port: 0 },
          database: { client: 'better-sqlite3', connection: ':memory:' },
        },
        staticData,
      }),
    );
    return spawnSync(
      process.execPath,
      [
        ...[
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
        'src/index.ts',
        ...['--config', resolve(BACKEND, '../../app-config.yaml')],
        ...['--config', config],
      ],
      {
        cwd: BACKEND,
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: 'development' },
        timeout: 240_000,
      },
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('a start that fails', () => {
  it('ends the process with an error code, and says why', () => {
    const { status, stdout, stderr } = runBackend({
      safety: { maxRemovalPercnt: 90 },
    });

    expect(stdout).toContain(
      `unknown key 'staticData.safety.maxRemovalPercnt': did you mean 'maxRemovalPercent'?`,
    );
    expect(stderr).toContain('The backend did not start');
    expect(status).toBe(1);
  });
});
