import { GithubSourceConfig } from '@internal/plugin-static-data-node';
import { z } from 'zod';

/** The part of what GitHub tells of a push that says where, what and by whom. */
const pushSchema = z.object({
  ref: z.string(),
  // Zeros only where the branch was deleted.
  after: z.string().regex(/^(?!0+$)[0-9a-f]{40,64}$/),
  repository: z.object({ full_name: z.string(), html_url: z.url() }),
  pusher: z.object({
    // Becomes part of records and logs; no other name is one of GitHub's.
    name: z
      .string()
      .regex(/^[\w.-]{1,100}(\[bot\])?$/)
      .catch('unknown'),
  }),
});

/** A push to the branch that is synchronised. */
export interface Push {
  /** Login on GitHub. */
  pusher: string;
  /** Id of the commit that the branch is at since then. */
  commit: string;
}

/**
 * Reads what GitHub tells of a push, or what pretends to be that.
 *
 * @returns undefined where it is no push to the configured branch of the configured repository
 */
export function readPush(
  payload: unknown,
  source: GithubSourceConfig,
): Push | undefined {
  const { data } = pushSchema.safeParse(payload);
  const isOurs =
    data &&
    data.ref === `refs/heads/${source.branch}` &&
    isSameText(data.repository.full_name, `${source.owner}/${source.name}`) &&
    isSameText(new URL(data.repository.html_url).host, source.host);
  return isOurs ? { pusher: data.pusher.name, commit: data.after } : undefined;
}

/** Names of hosts and repositories are the same in any case. */
function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
