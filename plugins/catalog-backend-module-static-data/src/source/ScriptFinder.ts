import { posix } from 'node:path';
import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  AppliedScript,
  createYielder,
  inParallel,
  parseBuildFile,
  runSteps,
  SETTINGS_FILE_NAMES,
} from '@internal/plugin-static-data-model';
import { findFile, RepositoryFiles, toFolder } from './RepositoryFiles';

/** Scripts that the build files of one build may apply: each may take two requests. */
const MAX_SCRIPTS = 100;

/** What an earlier read found. It saves reading files that have not changed. */
export interface KnownScripts {
  /** Ids of build files and scripts, by path. */
  ids: Record<string, string>;
  /** What each of them applies. */
  scripts?: Record<string, AppliedScript[]>;
}

/** Finds the scripts that build files apply, and that these apply in turn. */
export class ScriptFinder {
  readonly #files: RepositoryFiles;
  readonly #options: {
    folder: string;
    hasSettings: boolean;
    known?: KnownScripts;
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
      known?: KnownScripts;
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
      const applied = await inParallel(next, async ({ path, project }) => ({
        path,
        project,
        scripts: await this.#read(path),
      }));
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
    // One too many tells that there are too many.
    return scripts.slice(0, MAX_SCRIPTS + 1);
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
        code: 'UNREAD_SCRIPT',
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
