import { posix } from 'node:path';
import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  BUILD_FILE_NAMES,
  createYielder,
  inParallel,
  parseSettingsFile,
  runSteps,
  SETTINGS_FILE_NAMES,
} from '@internal/plugin-static-data-model';

import { fetchFailure } from './sourceFailures';

/** Folders of one repository to ask at the same time. */
const CONCURRENCY = 4;

/**
 * Projects that the settings of a build may include: each takes a request at every sync. The largest
 * public builds have some hundred.
 */
const MAX_PROJECTS = 1_000;

/** Bytes of all build files of one build, which are in memory at once. */
const MAX_TOTAL_SIZE = 16 * 1024 * 1024;

/** The files of a repository at one branch, tag or commit. */
export interface RepositoryFiles {
  /**
   * The files in a folder, each with an id that changes with its content; undefined if there is no
   * such folder. The root is the empty path.
   */
  list(folder: string): Promise<Map<string, string> | undefined>;
  read(path: string): Promise<string>;
}

/** The projects that the settings of a Gradle build include. */
export interface IncludedProjects {
  /** The settings file, as `RepositoryFiles` identify it. */
  settingsId: string;
  folders: string[];
}

/** The build files of a folder and of the projects that it includes. */
export interface FoundBuildFiles {
  /** Ids by path, the build file of the folder itself first. */
  ids: Map<string, string>;
  projects?: IncludedProjects;
  /** What is wrong in the settings. */
  findings: SyncFinding[];
}

/**
 * Finds the build files that count for a folder of a repository: its own, and those of the projects
 * that its settings include.
 *
 * @param known - of an earlier read, it saves reading settings that have not changed
 * @returns undefined if there is no such folder
 */
export async function findBuildFiles(
  files: RepositoryFiles,
  folder: string,
  known?: IncludedProjects,
): Promise<FoundBuildFiles | undefined> {
  const listed = await files.list(folder);
  if (!listed) {
    return undefined;
  }
  const own = findFile(listed, folder, BUILD_FILE_NAMES);
  const ids = new Map(own ? [[own.path, own.id]] : []);
  const settings = findFile(listed, folder, SETTINGS_FILE_NAMES);
  if (!settings) {
    return { ids, findings: [] };
  }
  let projects = known;
  let findings: SyncFinding[] = [];
  if (projects?.settingsId !== settings.id) {
    const parsed = await runSteps(
      parseSettingsFile(await files.read(settings.path), settings.path),
      createYielder(),
    );
    findings = parsed.findings;
    projects = { settingsId: settings.id, folders: parsed.folders };
  }
  if (projects.folders.length > MAX_PROJECTS) {
    throw fetchFailure({
      code: 'TOO_LARGE',
      message: `${settings.path} includes ${projects.folders.length} projects, more than the limit of ${MAX_PROJECTS}`,
      hint: `Name the folder of each application in 'path'.`,
      file: settings.path,
    });
  }
  const ofProjects = await inParallel(
    projects.folders.map(project => posix.join(folder, project)),
    async path => {
      // What is outside of the repository cannot be read from it.
      const inProject = path.startsWith('..')
        ? undefined
        : await files.list(path === '.' ? '' : path);
      return inProject && findFile(inProject, path, BUILD_FILE_NAMES);
    },
    CONCURRENCY,
  );
  for (const file of ofProjects) {
    if (file) {
      ids.set(file.path, file.id);
    }
  }
  return {
    ids,
    // What is wrong in the settings is only known from reading them.
    ...(findings.length === 0 && { projects }),
    findings,
  };
}

/**
 * Creates a function to be told of the size of each build file that is kept.
 *
 * @returns throws when they are too large together
 */
export function createSizeCheck(): (size: number) => void {
  let total = 0;
  return size => {
    total += size;
    if (total > MAX_TOTAL_SIZE) {
      throw fetchFailure({
        code: 'TOO_LARGE',
        message: `The build files have more than ${MAX_TOTAL_SIZE} bytes together, which is the limit`,
        hint: `Name the folder of each application in 'path'.`,
      });
    }
  };
}

function findFile(
  listed: Map<string, string>,
  folder: string,
  names: readonly string[],
): { path: string; id: string } | undefined {
  const name = names.find(each => listed.has(each));
  return name === undefined
    ? undefined
    : { path: posix.join(folder, name), id: listed.get(name)! };
}
