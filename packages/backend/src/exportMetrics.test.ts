import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { metrics } from '@opentelemetry/api';
import { exportMetrics } from './exportMetrics';

async function listen() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    await once(server, 'close');
  };
  return { port, close };
}

describe('exportMetrics', () => {
  const { env } = process;

  beforeEach(() => {
    process.env = { ...env };
  });

  afterEach(() => {
    process.env = env;
    metrics.disable();
  });

  it('is off by default', async () => {
    await expect(exportMetrics()).resolves.toBeUndefined();
  });

  it('serves metrics under the names that the docs and the dashboard have', async () => {
    const { port, close } = await listen();
    await close();
    process.env.OTEL_METRICS_EXPORTER = 'prometheus';
    process.env.OTEL_EXPORTER_PROMETHEUS_PORT = String(port);
    const provider = await exportMetrics();
    try {
      const meter = metrics.getMeter('test');
      meter.createCounter('static_data.syncs').add(1, { outcome: 'failure' });
      meter
        .createHistogram('static_data.sync.phase.duration_seconds')
        .record(2, { phase: 'fetch' });
      meter
        .createObservableGauge('static_data.data.age_seconds')
        .addCallback(result => result.observe(60));
      const response = await fetch(`http://localhost:${port}/metrics`);
      const lines = (await response.text()).split('\n');
      const find = (start: string) =>
        lines.find(line => line.startsWith(start));
      expect(find('static_data_syncs_total{')).toMatch(/outcome="failure".* 1/);
      expect(find('static_data_sync_phase_duration_seconds_sum{')).toMatch(
        /phase="fetch".* 2/,
      );
      expect(find('static_data_sync_phase_duration_seconds_bucket{')).toMatch(
        /le="/,
      );
      expect(find('static_data_data_age_seconds')).toMatch(/ 60/);
    } finally {
      await provider?.shutdown();
    }
  });

  it('fails where the port is taken', async () => {
    const { port, close } = await listen();
    process.env.OTEL_METRICS_EXPORTER = 'prometheus';
    process.env.OTEL_EXPORTER_PROMETHEUS_PORT = String(port);
    await expect(exportMetrics()).rejects.toThrow('EADDRINUSE');
    await close();
  });
});
