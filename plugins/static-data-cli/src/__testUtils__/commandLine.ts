import { ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PACKAGE = resolve(__dirname, '../..');

export const EXAMPLES = resolve(PACKAGE, '../../examples');

/** What a run of the command line gave. */
export interface Run {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** The bundle, made anew, and a folder for what a test writes. */
export async function setUpCommandLine() {
  const folder = await realpath(
    await mkdtemp(join(tmpdir(), 'static-data-cli-test-')),
  );
  const bundle = join(folder, 'static-data.cjs');
  await run(process.execPath, [join(PACKAGE, 'scripts/build.mjs'), bundle]);
  let count = 0;
  const createPath = (name: string) => join(folder, `${++count}-${name}`);
  return {
    folder,
    bundle,
    createPath,
    /** Calls it in a folder. */
    call(
      args: string[],
      options: {
        cwd?: string;
        env?: NodeJS.ProcessEnv;
        /** What nobody reads. */
        closed?: 'stdout' | 'stderr';
        /** Whether there is no room for the output. */
        full?: boolean;
        /** Called with the process. */
        onStart?: (child: ChildProcess) => void;
      } = {},
    ): Promise<Run> {
      return new Promise((resolveRun, reject) => {
        const call = [process.execPath, bundle, ...args];
        const [command, ...others] = options.full
          ? ['sh', '-c', 'exec "$@" > /dev/full', 'sh', ...call]
          : call;
        const child = spawn(command, others, {
          cwd: options.cwd ?? folder,
          env: { ...process.env, ...options.env },
        });
        options.onStart?.(child);
        if (options.closed) {
          child[options.closed].destroy();
        }
        let stdout = '';
        let stderr = '';
        child.stdout.on('data', data => (stdout += data));
        child.stderr.on('data', data => (stderr += data));
        child.on('error', reject);
        child.on('close', exitCode => resolveRun({ exitCode, stdout, stderr }));
      });
    },
    /** Copies the sample source, so that a test can change it. */
    async copySample(): Promise<string> {
      const directory = createPath('source');
      await cp(join(EXAMPLES, 'static-data'), directory, { recursive: true });
      return directory;
    },
    async tearDown() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type CommandLine = Awaited<ReturnType<typeof setUpCommandLine>>;

/** Git without the configuration of whoever runs the tests. */
export async function git(directory: string, ...args: string[]) {
  const { stdout } = await run(
    'git',
    [
      ...['-c', 'user.name=Jane', '-c', 'user.email=jane@example.com'],
      ...['-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main'],
      ...args,
    ],
    {
      cwd: directory,
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
    },
  );
  return stdout.trim();
}
