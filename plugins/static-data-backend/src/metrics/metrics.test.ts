import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { METRICS, STEERED_STATES } from './metrics';

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

/** The sources that an expression leaves out: the labels that its `unless` compares, and the selector of its right side. */
function readExclusion(expression: string): string[] {
  const { topNode } = parser.configure({ strict: true }).parse(expression);
  const comparison = topNode.getChild('BinaryExpr');
  if (!comparison?.getChild('Unless')) {
    return [];
  }
  const on = comparison.getChild('MatchingModifierClause')!;
  const texts = [expression.slice(on.from, on.to)];
  comparison.lastChild!.cursor().iterate(({ type, from, to }) => {
    if (type.name === 'VectorSelector') {
      texts.push(expression.slice(from, to));
    }
  });
  return texts;
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

  it('has what tells a source that is late from one that is not to be synchronised', () => {
    const [stale] = readRules().filter(rule =>
      listMetrics(rule).includes('static_data_data_age_seconds'),
    );
    const [on, selector] = readExclusion(stale);
    expect(on).toBe('on (source)');
    const [, metric, states] = /^(\w+)\{state=~"(.*)"\}$/.exec(selector) ?? [];
    expect(metric).toBe('static_data_steered');
    // Syncs of a pinned source go on, at the pinned commit.
    expect(states.split('|')).toEqual(
      STEERED_STATES.filter(state => state !== 'pinned'),
    );
  });

  it.each(metrics)('$name is on the dashboard and in the docs', metric => {
    const shown = readDashboard().flatMap(listMetrics);
    const names = toPrometheusNames(metric);
    expect(shown.some(name => names.includes(name))).toBe(true);
    expect(readDocs('operations.md')).toContain(`\`${metric.name}\``);
  });
});
