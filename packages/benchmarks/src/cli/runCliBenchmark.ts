import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { BenchmarkOptions } from '../arguments';
import { writeSource } from '../source/writeSource';
import { CliMeasurement, createReport } from './createReport';

const run = promisify(execFile);

const BUILD = resolvePackagePath(
  '@internal/plugin-static-data-cli',
  'scripts/build.mjs',
);

/** Has a process say at its end how much time of the processors it took. */
const TELL_CPU_TIME = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('\\n' + (user + system) / 1000);
});`;

/**
 * Measures the command line, as it is published: how long it takes to start, beside a Node that does nothing, and
 * to validate generated sources.
 *
 * @returns the report, in Markdown
 */
export async function runCliBenchmark(
  options: Pick<BenchmarkOptions, 'sizes' | 'rounds'> & {
    onProgress: (line: string) => void;
  },
): Promise<string> {
  const { sizes, rounds, onProgress } = options;
  const folder = await mkdtemp(join(tmpdir(), 'cli-benchmark-'));
  const tellCpuTime = join(folder, 'tellCpuTime.cjs');
  const measurements: CliMeasurement[] = [];
  const measure = async (
    what: CliMeasurement['what'],
    args: string[],
    entities?: number,
  ) => {
    const start = performance.now();
    const { stderr } = await run(process.execPath, [
      '--require',
      tellCpuTime,
      ...args,
    ]);
    const ms = performance.now() - start;
    const cpuMs = Number(stderr.split('\n').at(-1));
    measurements.push({ what, entities, ms, cpuMs });
    onProgress(
      `${what} ${entities ?? ''}: ${Math.round(ms)} ms, ${Math.round(
        cpuMs,
      )} ms of the processors`,
    );
  };
  try {
    await writeFile(tellCpuTime, TELL_CPU_TIME);
    const file = join(folder, 'static-data.cjs');
    await run(process.execPath, [BUILD, file]);
    for (let round = 0; round < rounds; round++) {
      await measure('Node alone', ['--eval', '0']);
      await measure('start', [file, '--version']);
    }
    for (const entities of sizes) {
      const source = join(folder, String(entities));
      onProgress(`Writing a source of ${entities} entities`);
      await writeSource(source, entities);
      for (let round = 0; round < rounds; round++) {
        await measure('validate', [file, 'validate', source], entities);
      }
    }
    return createReport(measurements);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
