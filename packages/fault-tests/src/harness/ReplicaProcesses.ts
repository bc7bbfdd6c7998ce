import { ChildProcess, spawn } from 'node:child_process';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

const ENTRY = resolvePackagePath('fault-tests', 'src/replica/main.ts');
const SKEWED_CLOCK = resolvePackagePath(
  'fault-tests',
  'src/replica/skewedClock.cjs',
);
const COMPILE_CACHE = resolvePackagePath('fault-tests', 'dist/compile-cache');
const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');

/** What a deployment with 1.5 GB of memory for the process leaves to the heap. */
const MAX_HEAP_MEGABYTES = 1024;

/** The clock of a process. */
export interface ProcessClock {
  /** By how much it is off. */
  skewMs: number;
  /** As IANA calls it; without it, that of the machine. */
  timeZone?: string;
}

/**
 * Processes for replicas. One is always there in advance: loading the code takes seconds,
 * which are of no interest to a scenario.
 */
export class ReplicaProcesses {
  #spare?: ChildProcess;

  take(): ChildProcess {
    const taken = this.#spare ?? spawnProcess();
    this.#spare = spawnProcess();
    return taken;
  }

  /** A process with a clock of its own. */
  takeWithClock(clock: ProcessClock): ChildProcess {
    return spawnProcess(clock);
  }

  close(): void {
    this.#spare?.kill('SIGKILL');
  }
}

function spawnProcess(clock?: ProcessClock): ChildProcess {
  return spawn(
    process.execPath,
    [
      '--expose-gc',
      `--max-old-space-size=${MAX_HEAP_MEGABYTES}`,
      ...(clock ? ['--require', SKEWED_CLOCK] : []),
      ...['--require', TRANSFORM],
      ENTRY,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        // Of all that is compiled at a start, most is the same every time.
        NODE_COMPILE_CACHE: COMPILE_CACHE,
        ...(clock && { FAULT_TESTS_CLOCK_SKEW_MS: String(clock.skewMs) }),
        ...(clock?.timeZone && { TZ: clock.timeZone }),
      },
    },
  );
}
