import { posix } from 'node:path';
import { RepositoryHostType } from '@internal/plugin-static-data-common';
import { listPlaces } from '@internal/plugin-static-data-model';
import {
  BuildFileEntry,
  RepositorySourceConfig,
} from '@internal/plugin-static-data-node';
import { z } from 'zod';

/** GitHub names no more commits of a push. */
const MAX_COMMITS = 2_048;

const BRANCH = 'refs/heads/';

/** What a host says of a push. */
export interface Push {
  hostType: RepositoryHostType;
  host: string;
  /** `owner/name`, where the owner may have several names. */
  repository: string;
  /** As in Git: `refs/heads/main`. */
  ref: string;
  defaultBranch?: string;
  /** Id of the commit. */
  commit: string;
  /** A login. */
  pusher: string;
  /** Paths of all files that the pushed commits touch; undefined if they may not be all. */
  touched?: string[];
}

const pathsSchema = z.array(z.string());

/** The parts of a push event that say where, what and by whom. */
const pushSchema = z.object({
  ref: z.string(),
  // All zeros if the branch was deleted.
  after: z.string().regex(/^(?!0+$)[0-9a-f]{40,64}$/),
  created: z.boolean().optional(),
  forced: z.boolean().optional(),
  commits: z
    .array(
      z.object({
        added: pathsSchema,
        removed: pathsSchema,
        modified: pathsSchema,
      }),
    )
    .optional()
    .catch(undefined),
  repository: z.object({
    full_name: z.string(),
    html_url: z.url(),
    default_branch: z.string().optional(),
  }),
  pusher: z.object({
    // It goes into records and logs, so only what GitHub allows as a login is accepted.
    name: z
      .string()
      .regex(/^[\w.-]{1,100}(\[bot\])?$/)
      .catch('unknown'),
  }),
});

/**
 * Reads the payload of a push event of GitHub, which may come from anybody.
 *
 * @returns undefined if it is none, or a branch was deleted
 */
export function readPush(payload: unknown): Push | undefined {
  const { data } = pushSchema.safeParse(payload);
  if (!data) {
    return undefined;
  }
  const { ref, after, created, forced, commits = [], repository } = data;
  const areAllNamed =
    !created && !forced && commits.length > 0 && commits.length < MAX_COMMITS;
  return {
    hostType: 'github',
    host: new URL(repository.html_url).host,
    repository: repository.full_name,
    ref,
    defaultBranch: repository.default_branch,
    commit: after,
    pusher: data.pusher.name,
    touched: areAllNamed
      ? commits.flatMap(({ added, removed, modified }) => [
          ...added,
          ...removed,
          ...modified,
        ])
      : undefined,
  };
}

/** Whether a push went to the configured branch of the configured repository. */
export function isPushToSource(
  push: Push,
  source: RepositorySourceConfig,
): boolean {
  return (
    push.ref === `${BRANCH}${source.branch}` &&
    isSameText(push.repository, `${source.owner}/${source.name}`) &&
    isSameText(push.host, source.host)
  );
}

/**
 * Whether a push may change what is known of build files in its repository. What it does not tell, the
 * next scheduled sync finds out.
 */
export function mayChange(push: Push, entry: BuildFileEntry): boolean {
  const { ref, defaultBranch, touched } = push;
  const isOnBranch = listPlaces(entry.address).some(place =>
    place.ref === undefined
      ? ref === `${BRANCH}${defaultBranch}`
      : [BRANCH, 'refs/tags/'].some(kind => ref === `${kind}${place.ref}`),
  );
  return (
    isOnBranch &&
    (touched === undefined ||
      touched.some(path => isGradle(path) || entry.paths.includes(path)))
  );
}

/** Whether it can be a build file, settings, or a script that these apply. */
function isGradle(path: string): boolean {
  return /\.gradle(\.kts)?$/.test(posix.basename(path));
}

/** Hosts and repositories have case-insensitive names. */
export function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
