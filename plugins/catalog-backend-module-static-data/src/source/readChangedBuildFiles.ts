import {
  inParallel,
  listPlaces,
  RepositoryAddress,
} from '@internal/plugin-static-data-model';
import { z } from 'zod';
import { findBuildFiles, KnownBuild } from './findBuildFiles';
import { RepositoryFiles } from './RepositoryFiles';
import { RepositoryName } from './repositoryUrls';
import { BuildFilesReadOptions, BuildFilesReadResult } from './SourceReader';

/** Time for one repository, so that a host that hangs does not use up the time of the sync. */
export const BUILD_FILES_TIMEOUT_MS = 60_000;

/** What is known of files that were read before. */
export interface KnownFiles {
  /** Versions of folders. */
  folders: Record<string, string>;
  /** Ids of build files, by path. */
  ids: Record<string, string>;
}

/** What was read, to tell later whether it has changed. */
interface Version extends KnownFiles, KnownBuild {
  /** What the address turned out to mean. */
  place: { ref?: string; path: string };
}

const versionSchema: z.ZodType<Version> = z.object({
  place: z.object({ ref: z.string().optional(), path: z.string() }),
  folders: z.record(z.string(), z.string()),
  ids: z.record(z.string(), z.string()),
  build: z
    .object({
      settingsId: z.string(),
      projects: z.array(
        z.object({ folder: z.string(), buildFile: z.string().optional() }),
      ),
    })
    .optional(),
  scripts: z
    .record(
      z.string(),
      z.array(
        z.object({
          path: z.string(),
          isInRoot: z.boolean(),
          line: z.number(),
          isOptional: z.boolean(),
        }),
      ),
    )
    .optional(),
});

/** The files of a repository, which tell whether they have changed. */
export interface VersionedFiles extends RepositoryFiles {
  /** Versions of the folders that were listed. */
  readonly versions: Map<string, string>;
  /** As of `BuildFilesReadResult`, as soon as anything was read. */
  readonly renamedTo?: RepositoryName;
  /** Whether nothing below a folder has changed since it was known, nor any other folder that was read. */
  areUnchanged(root: string): Promise<boolean>;
}

/**
 * Reads the build files of a folder of a repository, and of the projects that it includes, with the
 * scripts that these apply, unless they are as they were before.
 *
 * @param filesAt - gives the files at a branch, tag or commit, and is told what is known of them
 * @returns undefined if there is no such repository or folder
 */
export async function readChangedBuildFiles(
  address: RepositoryAddress,
  previous: BuildFilesReadOptions['previous'],
  filesAt: (ref: string | undefined, known?: KnownFiles) => VersionedFiles,
): Promise<BuildFilesReadResult | undefined> {
  const known = parseVersion(previous);
  const unresolved = listPlaces(address);
  const places = known ? [known.place, ...unresolved] : unresolved;
  for (const place of places) {
    const isKnown = place === known?.place;
    const files = filesAt(place.ref, isKnown ? known : undefined);
    if (isKnown && (await files.areUnchanged(place.path))) {
      return { status: 'unchanged', renamedTo: files.renamedTo };
    }
    const found = await findBuildFiles(
      files,
      place.path,
      isKnown ? known : undefined,
    );
    if (found) {
      const { ids, build, scripts, findings } = found;
      const version: Version = {
        place,
        folders: Object.fromEntries(files.versions),
        ids: Object.fromEntries(ids),
        build,
        scripts,
      };
      const text = JSON.stringify(version);
      const { renamedTo } = files;
      const isSame =
        isKnown &&
        findings.length === 0 &&
        JSON.stringify(known?.ids) === JSON.stringify(version.ids);
      return isSame
        ? { status: 'unchanged', version: text, renamedTo }
        : {
            status: 'read',
            renamedTo,
            version: text,
            findings,
            files: await inParallel([...ids.keys()], async path => ({
              path,
              content: await files.read(path),
            })),
          };
    }
  }
  return undefined;
}

/** @returns undefined if it is damaged: the build files are read as if for the first time */
function parseVersion(text: string | undefined): Version | undefined {
  try {
    return text === undefined
      ? undefined
      : versionSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
