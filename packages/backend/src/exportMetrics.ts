import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

/**
 * Serves the metrics of all plugins to Prometheus, on a port of their own, if OpenTelemetry's
 * variable OTEL_METRICS_EXPORTER is `prometheus`. The exporter reads its own variables:
 * OTEL_EXPORTER_PROMETHEUS_HOST, by default all interfaces, and OTEL_EXPORTER_PROMETHEUS_PORT,
 * by default 9464.
 *
 * Has to be called before the backend starts, because instruments that were created earlier
 * report nothing.
 *
 * @returns what stops it; undefined if it is off
 */
export async function exportMetrics(): Promise<MeterProvider | undefined> {
  if (process.env.OTEL_METRICS_EXPORTER !== 'prometheus') {
    return undefined;
  }
  const exporter = new PrometheusExporter({ preventServerStart: true });
  await exporter.startServer();
  const provider = new MeterProvider({ readers: [exporter] });
  metrics.setGlobalMeterProvider(provider);
  return provider;
}
