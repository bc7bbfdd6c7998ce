import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { METRICS } from './metrics';

const DOCS = resolve(__dirname, '../../../../docs');

/** What the OpenTelemetry exporter for Prometheus makes of a metric. */
function toPrometheusNames(metric: { type: string; name: string }): string[] {
  const name = metric.name.replace(/\./g, '_');
  switch (metric.type) {
    case 'counter':
      return [`${name}_total`];
    case 'histogram':
      return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
    default:
      return [name];
  }
}

/** The metrics that the panels of the dashboard ask for. */
function readDashboard(): string[] {
  const { panels } = JSON.parse(
    readFileSync(resolve(DOCS, 'grafana/static-data-dashboard.json'), 'utf8'),
  );
  const expressions: string[] = panels.flatMap(
    (panel: { targets: Array<{ expr: string }> }) =>
      panel.targets.map(({ expr }) => expr),
  );
  return expressions.flatMap(
    expression => expression.match(/\bstatic_data_\w+/g) ?? [],
  );
}

const metrics = Object.values(METRICS);

describe('METRICS', () => {
  it('has every metric that the dashboard asks for', () => {
    const exported = metrics.flatMap(toPrometheusNames);
    expect(readDashboard().filter(name => !exported.includes(name))).toEqual(
      [],
    );
  });

  it.each(metrics)('$name is on the dashboard and in the docs', metric => {
    const names = toPrometheusNames(metric);
    expect(readDashboard().some(name => names.includes(name))).toBe(true);

    const operations = readFileSync(resolve(DOCS, 'operations.md'), 'utf8');
    expect(operations).toContain(`\`${metric.name}\``);
  });
});
