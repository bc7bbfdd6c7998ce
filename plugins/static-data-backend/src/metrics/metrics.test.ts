import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { METRICS } from './metrics';

const DOCS = resolve(__dirname, '../../../../docs');

const readDocs = (path: string) => readFileSync(resolve(DOCS, path), 'utf8');

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

/** The queries of the dashboard, with what Grafana puts in place of its variable. */
function readDashboard(): string[] {
  const { panels } = JSON.parse(readDocs('grafana/static-data-dashboard.json'));
  return panels.flatMap((panel: { targets: Array<{ expr: string }> }) =>
    panel.targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m')),
  );
}

function readRules(): string[] {
  const rules = readDocs('prometheus/rules.yaml');
  return Array.from(rules.matchAll(/^ +expr: (.*)$/gm), ([, expr]) => expr);
}

/** @throws SyntaxError if it is not PromQL */
function listMetrics(expression: string): string[] {
  const names: string[] = [];
  parser
    .configure({ strict: true })
    .parse(expression)
    .iterate({
      enter({ type, node }) {
        const name =
          type.name === 'VectorSelector' && node.getChild('Identifier');
        if (name) {
          names.push(expression.slice(name.from, name.to));
        }
      },
    });
  return names;
}

const metrics = Object.values(METRICS);
const exported = metrics.flatMap(toPrometheusNames);

describe('METRICS', () => {
  it.each([...readDashboard(), ...readRules()])(
    'has what the query %s asks for',
    expression => {
      const names = listMetrics(expression);
      expect(names).not.toEqual([]);
      expect(exported).toEqual(expect.arrayContaining(names));
    },
  );

  it.each(metrics)('$name is on the dashboard and in the docs', metric => {
    const shown = readDashboard().flatMap(listMetrics);
    const names = toPrometheusNames(metric);
    expect(shown.some(name => names.includes(name))).toBe(true);
    expect(readDocs('operations.md')).toContain(`\`${metric.name}\``);
  });
});
