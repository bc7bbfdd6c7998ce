import { readFile } from 'node:fs/promises';

/** The most memory that a process has had; zero where the system does not tell. */
export async function readPeakMegabytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmHWM:\s*(\d+) kB/.exec(text)?.[1] ?? 0) / 1024);
}
