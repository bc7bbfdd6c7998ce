import { z } from 'zod';
import { jsonObject, text } from './parameters';

const MAX_REFS = 10_000;
const MAX_REF_LENGTH = 200;

const expected = `must be a list of 1 to ${MAX_REFS} entity refs`;

/** Each of the elements that are wrong costs an error: a body has room for half a million. */
function upToOneTooMany(refs: unknown): unknown {
  return Array.isArray(refs) ? refs.slice(0, MAX_REFS + 1) : refs;
}

/**
 * Body of `POST /held-removals/approve`.
 *
 * @public
 */
export const heldRemovalApprovalBodySchema = jsonObject({
  entityRefs: z
    .preprocess(
      upToOneTooMany,
      z
        .array(
          text({ maxLength: MAX_REF_LENGTH }).transform(ref =>
            ref.toLowerCase(),
          ),
          { error: expected },
        )
        .min(1, { error: expected })
        .max(MAX_REFS, { error: expected })
        .transform(refs => [...new Set(refs)]),
    )
    .describe('Entity refs of held removals, in any case.'),
});
