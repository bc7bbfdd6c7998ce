import type { z as Zod } from 'zod/v3';

/** How long a caller waits for the end of its sync, for the schema of an action's input. */
export const waitShape = (z: typeof Zod) => ({
  waitSeconds: z
    .number()
    .min(0)
    .max(300)
    .default(30)
    .describe('How long to wait for its end'),
});

/** What a caller gets to know of the sync that it asked for: the schema of an action's output. */
export const requestedSyncSchema = (z: typeof Zod) =>
  z.object({
    syncId: z.string().describe('To be explained with explain-sync'),
    status: z
      .enum(['QUEUED', 'FINISHED'])
      .describe('QUEUED: it has not ended yet'),
    outcome: z.string().describe('In words'),
  });

/** What a caller gets to know of the sync that it asked for. */
export type RequestedSync = Zod.infer<ReturnType<typeof requestedSyncSchema>>;
