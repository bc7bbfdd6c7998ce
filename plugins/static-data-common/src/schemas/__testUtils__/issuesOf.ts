import { z } from 'zod';

/** What a schema objects to: the parameter, and what is wrong with it. */
export function issuesOf(schema: z.ZodType, parameters: unknown): string[] {
  const { error } = schema.safeParse(parameters);
  return (error?.issues ?? []).map(issue =>
    issue.code === 'unrecognized_keys'
      ? `unknown: ${issue.keys.join()}`
      : `${issue.path.map(String)[0] ?? ''}: ${issue.message}`,
  );
}
