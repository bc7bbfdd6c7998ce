import { posix } from 'node:path';
import { listFirst, SyncFinding } from '@internal/plugin-static-data-common';
import {
  AppliedScript,
  BUILD_FILE_NAMES,
  createYielder,
  IncludedProject,
  inParallel,
  parseBuildFile,
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

/** Scripts that the build files of one build may apply: each may take two requests. */
const MAX_SCRIPTS = 100;

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

/** What an earlier read found. It saves reading files that have not changed. */
export interface KnownBuild {
  build?: BuildProjects;
  /** Ids of build files and scripts, by path. */
  ids: Record<string, string>;
  /** What each of them applies. */
  scripts?: Record<string, AppliedScript[]>;
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
    CONCURRENCY,
  );
  return {
    ids: new Map(found.flatMap(file => (file ? [[file.path, file.id]] : []))),
    build,
    hasSettings: true,
    findings,
  };
}

/** Finds the scripts that build files apply, and that these apply in turn. */
class ScriptFinder {
  readonly #files: RepositoryFiles;
  readonly #options: {
    folder: string;
    hasSettings: boolean;
    known?: KnownBuild;
  };
  readonly ids: Map<string, string>;
  readonly scripts: Record<string, AppliedScript[]> = {};
  readonly findings: SyncFinding[] = [];
  /** Paths of files, each with the folder of the project that applies it. */
  readonly #seen = new Set<string>();
  readonly #lookedFor = new Set<string>();
  #isLimitReported = false;
  #root: string | undefined;

  /** @param options - `ids`: of the build files */
  constructor(
    files: RepositoryFiles,
    options: {
      folder: string;
      hasSettings: boolean;
      known?: KnownBuild;
      ids: Map<string, string>;
    },
  ) {
    this.#files = files;
    this.#options = options;
    this.ids = options.ids;
  }

  async find(): Promise<void> {
    let next = [...this.ids.keys()].map(path => ({
      path,
      project: posix.dirname(path),
    }));
    while (next.length > 0) {
      const applied = await inParallel(
        next,
        async ({ path, project }) => ({
          path,
          project,
          scripts: await this.#read(path),
        }),
        CONCURRENCY,
      );
      next = [];
      for (const { path, project, scripts } of applied) {
        for (const script of scripts) {
          const found = await this.#locate(script, path, project);
          const key = `${project}:${found}`;
          if (found !== undefined && !this.#seen.has(key)) {
            this.#seen.add(key);
            next.push({ path: found, project });
          }
        }
      }
    }
  }

  /** What a file applies. */
  async #read(path: string): Promise<AppliedScript[]> {
    const { known } = this.#options;
    const isKnown = known?.ids[path] === this.ids.get(path);
    this.scripts[path] ??=
      (isKnown ? known?.scripts?.[path] : undefined) ??
      (await this.#parse(path));
    return this.scripts[path];
  }

  async #parse(path: string): Promise<AppliedScript[]> {
    const text = await this.#files.read(path);
    if (!text.includes('apply')) {
      return [];
    }
    const { scripts } = await runSteps(
      parseBuildFile(text, path),
      createYielder(),
    );
    return scripts;
  }

  /** @returns the path of the script, undefined if it is not read */
  async #locate(
    { path, isInRoot, line, isOptional }: AppliedScript,
    file: string,
    project: string,
  ): Promise<string | undefined> {
    const base = isInRoot ? await this.#findRoot() : project;
    const script = posix.join(base, path);
    const isFirst = !this.#lookedFor.has(script);
    if (isFirst && this.#lookedFor.size < MAX_SCRIPTS) {
      this.#lookedFor.add(script);
      const id = await this.#findId(script);
      if (id !== undefined) {
        this.ids.set(script, id);
      }
    }
    if (this.ids.has(script)) {
      return script;
    }
    const report = (finding: Pick<SyncFinding, 'code' | 'message' | 'hint'>) =>
      this.findings.push({
        severity: 'warning',
        phase: 'FETCH',
        ...finding,
        file,
        line,
      });
    if (!this.#lookedFor.has(script)) {
      if (!this.#isLimitReported) {
        this.#isLimitReported = true;
        report({
          code: 'TOO_LARGE',
          message: `The build applies more than ${MAX_SCRIPTS} scripts, which is the limit; API references in the one here, and in those after it, are not read`,
          hint: 'Put what the scripts say about APIs into the build file.',
        });
      }
    } else if (isFirst && !isOptional) {
      report({
        code: 'MISSING_BUILD_FILE',
        message:
          'The script that the build applies here is not in the repository, so API references in it are not read',
        hint: "Correct the path: it is relative to the folder of the project, unless it begins with 'rootDir'.",
      });
    }
    return undefined;
  }

  async #findId(path: string): Promise<string | undefined> {
    if (path.startsWith('..')) {
      return undefined;
    }
    const name = posix.basename(path);
    const isKnown = this.#options.known?.ids[path] !== undefined;
    const listed = await this.#files.list(toFolder(path), [name], isKnown);
    return listed?.get(name);
  }

  /** The folder of the whole build: the nearest one with settings. */
  async #findRoot(): Promise<string> {
    if (this.#root === undefined) {
      const { folder, hasSettings } = this.#options;
      this.#root = folder;
      let ancestor = folder;
      while (!hasSettings && ancestor !== '') {
        ancestor = toFolder(ancestor);
        const listed = await this.#files.list(
          ancestor,
          SETTINGS_FILE_NAMES,
          false,
        );
        if (listed && findFile(listed, ancestor, SETTINGS_FILE_NAMES)) {
          this.#root = ancestor;
          break;
        }
      }
    }
    return this.#root;
  }
}

/** The folder that a file or a folder is in. */
export function toFolder(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
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
