import { posix } from 'node:path';
import { listFirst, SyncFinding } from '@internal/plugin-static-data-common';
import {
  AppliedScript,
  BUILD_FILE_NAMES,
  createYielder,
  IncludedProject,
  inParallel,
  parseSettingsFile,
  runSteps,
  SETTINGS_FILE_NAMES,
} from '@internal/plugin-static-data-model';
import { findFile, RepositoryFiles } from './RepositoryFiles';
import { KnownScripts, ScriptFinder } from './ScriptFinder';
import { fetchFailure } from './sourceFailures';

/**
 * Projects that the settings of a build may include: each takes a request at every sync. Hardly any
 * public build has more.
 */
const MAX_PROJECTS = 1_000;

const MAX_NAMED_PROJECTS = 5;

/** The projects of a Gradle build, as its settings say. */
export interface BuildProjects {
  /** The settings file, as `RepositoryFiles` identify it. */
  settingsId: string;
  /** That at the root of the build first. */
  projects: IncludedProject[];
}

/** What an earlier read found. It saves reading files that have not changed. */
export interface KnownBuild extends KnownScripts {
  build?: BuildProjects;
}

/** The build files of a folder and of the projects that it includes, and the scripts that they apply. */
export interface FoundBuildFiles {
  /** Ids by path, the build file of the folder itself first, the scripts last. */
  ids: Map<string, string>;
  build?: BuildProjects;
  scripts: Record<string, AppliedScript[]>;
  /** What is wrong in the settings, and with scripts. */
  findings: SyncFinding[];
}

/**
 * Finds the build files that count for a folder of a repository: its own, those of the projects that
 * its settings include, and the scripts that these apply.
 *
 * @returns undefined if there is no such folder
 */
export async function findBuildFiles(
  files: RepositoryFiles,
  folder: string,
  known?: KnownBuild,
): Promise<FoundBuildFiles | undefined> {
  const found = await findProjects(files, folder, known?.build);
  if (!found) {
    return undefined;
  }
  const { ids, build, hasSettings, findings } = found;
  const finder = new ScriptFinder(files, { folder, hasSettings, known, ids });
  await finder.find();
  return {
    ids: finder.ids,
    // What is wrong in the settings is only known from reading them.
    ...(findings.length === 0 && { build }),
    scripts: finder.scripts,
    findings: [...findings, ...finder.findings],
  };
}

async function findProjects(
  files: RepositoryFiles,
  folder: string,
  known: BuildProjects | undefined,
): Promise<
  | (Pick<FoundBuildFiles, 'ids' | 'build' | 'findings'> & {
      hasSettings: boolean;
    })
  | undefined
> {
  const names = [...BUILD_FILE_NAMES, ...SETTINGS_FILE_NAMES];
  const listed = await files.list(folder, names, true);
  if (!listed) {
    return undefined;
  }
  const settings = findFile(listed, folder, SETTINGS_FILE_NAMES);
  if (!settings) {
    const own = findFile(listed, folder, BUILD_FILE_NAMES);
    return {
      ids: new Map(own ? [[own.path, own.id]] : []),
      hasSettings: false,
      findings: [],
    };
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
  );
  return {
    ids: new Map(found.flatMap(file => (file ? [[file.path, file.id]] : []))),
    build,
    hasSettings: true,
    findings,
  };
}
