import { readFile } from 'node:fs/promises';

/** The memory that a process has now; zero where the system does not tell. */
export async function readMemoryMegabytes(pid: number): Promise<number> {
  return readStatus(pid, 'VmRSS');
}

/** The most memory that a process has had; zero where the system does not tell. */
export async function readPeakMegabytes(pid: number): Promise<number> {
  return readStatus(pid, 'VmHWM');
}

async function readStatus(pid: number, key: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const line = text.split('\n').find(each => each.startsWith(`${key}:`));
  return Math.round(parseInt(line?.slice(key.length + 1) ?? '0', 10) / 1024);
}
