import { SyncFinding } from '@internal/plugin-static-data-common';

/** The finding that some work fails with. */
export async function findingOf(work: Promise<unknown>): Promise<SyncFinding> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'SyncFindingError' });
  return (error as { finding: SyncFinding }).finding;
}
