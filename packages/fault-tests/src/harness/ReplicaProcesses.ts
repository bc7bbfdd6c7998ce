import { ChildProcess, spawn } from 'node:child_process';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

const ENTRY = resolvePackagePath('fault-tests', 'src/replica/main.ts');
const SKEWED_CLOCK = resolvePackagePath(
  'fault-tests',
  'src/replica/skewedClock.cjs',
);
const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');

/** What a deployment with 1.5 GB of memory for the process leaves to the heap. */
const MAX_HEAP_MEGABYTES = 1024;

/**
 * Processes for replicas. One is always there in advance: loading the code takes seconds,
 * which are of no interest to a scenario.
 */
export class ReplicaProcesses {
  #spare?: ChildProcess;

  take(): ChildProcess {
    const taken = this.#spare ?? spawnProcess(0);
    this.#spare = spawnProcess(0);
    return taken;
  }

  /** A process whose clock is off. */
  takeWithSkewedClock(skewMs: number): ChildProcess {
    return spawnProcess(skewMs);
  }

  close(): void {
    this.#spare?.kill('SIGKILL');
  }
}

function spawnProcess(clockSkewMs: number): ChildProcess {
  return spawn(
    process.execPath,
    [
      '--expose-gc',
      `--max-old-space-size=${MAX_HEAP_MEGABYTES}`,
      ...(clockSkewMs === 0 ? [] : ['--require', SKEWED_CLOCK]),
      ...['--require', TRANSFORM],
      ENTRY,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        FAULT_TESTS_CLOCK_SKEW_MS: String(clockSkewMs),
      },
    },
  );
}
