import { setTimeout as sleep } from 'node:timers/promises';
import { EventLoopMonitor } from './EventLoopMonitor';

describe('EventLoopMonitor', () => {
  it('finds a block', async () => {
    const monitor = new EventLoopMonitor();
    await sleep(20);
    const start = performance.now();
    while (performance.now() < start + 80) {
      // Nothing else can run.
    }
    const end = performance.now();
    await sleep(20);

    const block = monitor
      .stop()
      .find(found => found.start < end && found.end >= end);
    expect(block).toBeDefined();
    expect(block!.end - block!.start).toBeGreaterThan(70);
  });

  it('finds one that lasts until the end', () => {
    const monitor = new EventLoopMonitor();
    const start = performance.now();
    while (performance.now() < start + 50) {
      // Nothing else can run.
    }
    expect(monitor.stop()).toHaveLength(1);
  });
});
