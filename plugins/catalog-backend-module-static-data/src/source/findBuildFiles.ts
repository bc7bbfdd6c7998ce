import { posix } from 'node:path';
import { listFirst, SyncFinding } from '@internal/plugin-static-data-common';
import {
  BUILD_FILE_NAMES,
  createYielder,
  IncludedProject,
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

const MAX_NAMED_PROJECTS = 5;

/** Bytes of all build files of one build, which are in memory at once. */
const MAX_TOTAL_SIZE = 16 * 1024 * 1024;

/** The files of a repository at one branch, tag or commit. */
export interface RepositoryFiles {
  /**
   * The files in a folder, at least those with these names, each with an id that changes with its
   * content; undefined if there is no such folder. The root is the empty path.
   *
   * @param areNamesKnown - whether an earlier read asked for the same names
   */
  list(
    folder: string,
    names: readonly string[],
    areNamesKnown: boolean,
  ): Promise<Map<string, string> | undefined>;
  read(path: string): Promise<string>;
}

/** The projects of a Gradle build, as its settings say. */
export interface BuildProjects {
  /** The settings file, as `RepositoryFiles` identify it. */
  settingsId: string;
  /** That at the root of the build first. */
  projects: IncludedProject[];
}

/** The build files of a folder and of the projects that it includes. */
export interface FoundBuildFiles {
  /** Ids by path, the build file of the folder itself first. */
  ids: Map<string, string>;
  build?: BuildProjects;
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
  known?: BuildProjects,
): Promise<FoundBuildFiles | undefined> {
  const names = [...BUILD_FILE_NAMES, ...SETTINGS_FILE_NAMES];
  const listed = await files.list(folder, names, true);
  if (!listed) {
    return undefined;
  }
  const settings = findFile(listed, folder, SETTINGS_FILE_NAMES);
  if (!settings) {
    const own = findFile(listed, folder, BUILD_FILE_NAMES);
    return { ids: new Map(own ? [[own.path, own.id]] : []), findings: [] };
  }
  let build = known;
  let findings: SyncFinding[] = [];
  if (build?.settingsId !== settings.id) {
    const parsed = await runSteps(
      parseSettingsFile(await files.read(settings.path), settings.path),
      createYielder(),
    );
    findings = parsed.findings;
    build = { settingsId: settings.id, projects: parsed.projects };
  }
  const included = build.projects.length - 1;
  if (included > MAX_PROJECTS) {
    throw fetchFailure({
      code: 'TOO_LARGE',
      message: `${settings.path} includes ${included} projects, more than the limit of ${MAX_PROJECTS}`,
      hint: `Name the folder of each application in 'path'.`,
      file: settings.path,
    });
  }
  const projects = build.projects.map(({ folder: project, buildFile }) => ({
    path: posix.join(folder, project),
    names: buildFile ? [buildFile] : BUILD_FILE_NAMES,
  }));
  const areNamesKnown = build === known;
  const isOutside = ({ path }: { path: string }) => path.startsWith('..');
  const outside = projects.filter(isOutside).map(({ path }) => path);
  if (outside.length > 0) {
    findings = [
      ...findings,
      {
        severity: 'warning',
        phase: 'FETCH',
        code: 'MISSING_BUILD_FILE',
        message: `${
          settings.path
        } includes projects outside of the repository, whose build files cannot be read: ${listFirst(
          outside,
          MAX_NAMED_PROJECTS,
        )}`,
        hint: `Name the folder in 'path' that has all projects in it, or take the projects out of the settings.`,
        file: settings.path,
      },
    ];
  }
  const found = await inParallel(
    projects.filter(project => !isOutside(project)),
    async project => {
      const path = project.path === '.' ? '' : project.path;
      const inProject = await files.list(path, project.names, areNamesKnown);
      return inProject && findFile(inProject, path, project.names);
    },
    CONCURRENCY,
  );
  return {
    ids: new Map(found.flatMap(file => (file ? [[file.path, file.id]] : []))),
    // What is wrong in the settings is only known from reading them.
    ...(findings.length === 0 && { build }),
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
