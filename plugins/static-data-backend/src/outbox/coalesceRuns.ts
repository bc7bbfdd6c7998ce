/**
 * Has a task run one at a time. Whoever asks for it while it runs has it run once more, together
 * with everybody else who does.
 *
 * @returns asks for a run; resolves when one has ended that began no earlier than this
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
