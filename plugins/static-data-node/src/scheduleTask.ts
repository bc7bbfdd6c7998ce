import {
  SchedulerService,
  SchedulerServiceTaskInvocationDefinition,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';

/**
 * Schedules a task whose errors can be read in logs. Backstage (TaskWorker in backend-defaults 0.18)
 * logs the error object itself, and JSON has nothing of it: `{"level":"error","message":{}}`. With
 * this, JSON has its text.
 *
 * @public
 */
export async function scheduleTask(
  scheduler: SchedulerService,
  task: SchedulerServiceTaskScheduleDefinition &
    SchedulerServiceTaskInvocationDefinition,
): Promise<void> {
  await scheduler.scheduleTask({
    ...task,
    fn: async signal => {
      try {
        await task.fn(signal);
      } catch (error) {
        if (error instanceof Error && Object.isExtensible(error)) {
          Object.defineProperty(error, 'toJSON', {
            value: () => String(error),
            configurable: true,
          });
        }
        throw error;
      }
    },
  });
}
