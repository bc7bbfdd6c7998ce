import { SchedulerService } from '@backstage/backend-plugin-api';

type Task = Parameters<SchedulerService['scheduleTask']>[0];

/** The tasks of a sync: the first asks for it, the second waits for it. */
export const SYNC_TASKS = ['static-data-sync', 'static-data-refresh-requests'];

/** A scheduler that runs a task only when it is told to, at once. */
export class TaskList implements SchedulerService {
  readonly #tasks = new Map<string, Task>();

  async scheduleTask(task: Task): Promise<void> {
    this.#tasks.set(task.id, task);
  }

  createScheduledTaskRunner(schedule: Omit<Task, 'id' | 'fn'>) {
    return {
      run: (task: Pick<Task, 'id' | 'fn' | 'signal'>) =>
        this.scheduleTask({ ...schedule, ...task }),
    };
  }

  /** Runs a task to its end. */
  async triggerTask(id: string): Promise<void> {
    const task = this.#tasks.get(id);
    if (!task) {
      throw new Error(`There is no task '${id}'`);
    }
    await task.fn(new AbortController().signal);
  }

  async cancelTask(): Promise<void> {}

  async getScheduledTasks(): Promise<[]> {
    return [];
  }
}
