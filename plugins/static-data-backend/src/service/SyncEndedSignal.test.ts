import { SyncEndedSignal } from './SyncEndedSignal';

describe('SyncEndedSignal', () => {
  const timeoutMs = 60_000;

  it('wakes everyone who waits', async () => {
    const signal = new SyncEndedSignal();
    const controller = new AbortController();
    const waits = [1, 2].map(() =>
      signal.wait({ timeoutMs, signal: controller.signal }),
    );

    signal.emit();

    await expect(Promise.all(waits)).resolves.toHaveLength(2);
  });

  it('wakes when the wait is aborted, before or during', async () => {
    const signal = new SyncEndedSignal();
    const controller = new AbortController();
    const wait = signal.wait({ timeoutMs, signal: controller.signal });

    controller.abort();

    await expect(wait).resolves.toBeUndefined();
    await expect(
      signal.wait({ timeoutMs, signal: controller.signal }),
    ).resolves.toBeUndefined();
  });

  it('wakes when nothing happens', async () => {
    const { signal } = new AbortController();

    await expect(
      new SyncEndedSignal().wait({ timeoutMs: 1, signal }),
    ).resolves.toBeUndefined();
  });
});
