import { access } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { SyncFinding } from '@internal/plugin-static-data-common';
import sortBy from 'lodash/sortBy';
import { REPOSITORIES } from './readCheckout';

/**
 * Has findings name their files from the current folder, as tools and editors expect it, and those of
 * one file together, by line.
 *
 * @param directory - root of the source
 */
export async function locateFindings(
  directory: string,
  findings: SyncFinding[],
): Promise<SyncFinding[]> {
  const located = new Map<string, string>();
  for (const { file } of findings) {
    if (file !== undefined && !located.has(file)) {
      located.set(file, await locate(directory, file));
    }
  }
  return sortBy(
    findings.map(finding => ({
      ...finding,
      ...(finding.file !== undefined && { file: located.get(finding.file) }),
    })),
    [({ file }) => file ?? '', ({ line }) => line ?? 0],
  );
}

/** A build file is named by its repository and its path there. */
async function locate(directory: string, file: string): Promise<string> {
  const places = [join(directory, file), join(directory, REPOSITORIES, file)];
  for (const place of places) {
    if (await exists(place)) {
      return toRelative(place);
    }
  }
  return toRelative(places[0]);
}

function toRelative(path: string): string {
  return relative('', path).split(sep).join('/');
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
