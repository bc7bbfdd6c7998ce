import { z } from 'zod';
import { escapeControls } from '../text';
import { MAX_GIT_REF_LENGTH } from '../types';
import { syncIdSchema } from './history';
import { jsonObject, oneSource } from './parameters';

/** What Git allows in no name of a branch or tag: see `git check-ref-format`. */
const FORBIDDEN_IN_REF = [
  /[\s~^:?*[\\]/,
  /\.\./,
  /@\{/,
  /^@$/,
  /^[-/]/,
  /\/\//,
  /(^|\/)\./,
  /\.lock(\/|$)/,
  /[/.]$/,
];

function isRef(text: string): boolean {
  return (
    !FORBIDDEN_IN_REF.some(pattern => pattern.test(text)) &&
    // What hides or turns around what it says has no place in a record.
    escapeControls(text) === text
  );
}

const booleanSchema = z.boolean({ error: 'must be true or false' });

/**
 * The name of a branch or tag, or a commit.
 *
 * @public
 */
export const refSchema = z
  .string({ error: 'must be the name of a branch or tag, or a commit' })
  .min(1, { error: 'must not be empty' })
  .max(MAX_GIT_REF_LENGTH, {
    error: `must have at most ${MAX_GIT_REF_LENGTH} characters`,
  })
  .refine(isRef, {
    error: 'must be the name of a branch or tag, or a commit',
  });

/**
 * Body of `POST /refresh`.
 *
 * @public
 */
export const refreshBodySchema = jsonObject({
  source: oneSource,
  dryRun: booleanSchema
    .default(false)
    .describe(
      'Compute the changes without applying them; without ref and syncId, of what is configured, even if the source is pinned.',
    ),
  ref: refSchema
    .optional()
    .describe('Branch, tag or commit to preview; only with dryRun.'),
  syncId: syncIdSchema
    .optional()
    .describe(
      'Id of an earlier sync: previews going back to the commit that it read or, in a directory, to the state that it left behind; only with dryRun, and not with ref.',
    ),
  full: booleanSchema
    .default(false)
    .describe(
      'Read everything again and send all of it to the catalog; not with dryRun.',
    ),
  wait: booleanSchema
    .default(false)
    .describe('Wait for the sync to end before answering.'),
})
  .refine(body => body.ref === undefined || body.dryRun, {
    path: ['ref'],
    error: 'only goes with dryRun: true',
  })
  .refine(body => body.syncId === undefined || body.dryRun, {
    path: ['syncId'],
    error: 'only goes with dryRun: true',
  })
  .refine(body => body.syncId === undefined || body.ref === undefined, {
    path: ['syncId'],
    error: 'does not go with ref: name one of them',
  })
  .refine(body => !body.full || !body.dryRun, {
    path: ['full'],
    error: 'does not go with dryRun: true, which sends nothing',
  });
