/**
 * Runs a task once at a time. All requests that arrive during a run share the next one.
 *
 * @returns requests a run; resolves when a run that began no earlier than the request has ended
 */
export function coalesceRuns(task: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const start = () => {
    next = undefined;
    current = task().finally(() => {
      current = undefined;
    });
    return current;
  };

  return () => {
    if (!next && !current) {
      return start();
    }
    next ??= current!.then(start, start);
    return next;
  };
}
