import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * Reads the parameters of a request.
 *
 * @throws InputError that names every parameter that is not as expected
 */
export function parseRequest<TSchema extends z.ZodType>(
  schema: TSchema,
  parameters: unknown,
): z.output<TSchema> {
  const result = schema.safeParse(parameters);
  if (!result.success) {
    const problems = new Set(result.error.issues.map(describeIssue));
    throw new InputError(`Invalid request: ${[...problems].join('; ')}`);
  }
  return result.data;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => `unknown parameter '${key}'`).join('; ');
  }
  // An item of a list belongs to its parameter.
  const [parameter] = issue.path.map(String);
  return parameter === undefined
    ? `the body ${issue.message}`
    : `${parameter}: ${issue.message}`;
}
