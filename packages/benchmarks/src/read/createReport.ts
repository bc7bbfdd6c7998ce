import { cpus } from 'node:os';
import { markdownTable } from '../markdownTable';
import { median } from '../median';
import {
  EndpointMeasurement,
  ExportMeasurement,
  ReadMeasurement,
  STATE_SIZE,
  StateMeasurement,
} from './types';

const MEBIBYTE = 2 ** 20;

/** Bytes that an export may add to the memory of the server. */
const EXPORT_MEMORY_TARGET = 100 * MEBIBYTE;

/** For all pages of a state. */
const STATE_TARGET_MS = 2_000;

/** The report, in Markdown: how fast each endpoint is, and whether that is fast enough. */
export function createReport(measurements: ReadMeasurement[]): string {
  return [
    '## Reading',
    `Medians, on ${cpus().length} processors (${cpus()[0]?.model}), Node ${
      process.versions.node
    }. "/ bare" compares with an endpoint that only authorises and reads one row, asked in turns with it.`,
    ...measurements.flatMap(measurement => [
      `### ${measurement.database}, ${formatNumber(
        measurement.records,
      )} syncs, one of them with ${formatNumber(measurement.changes)} changes`,
      createEndpointTable(measurement.endpoints),
      createExportTable(measurement.exports),
      describeState(measurement.state),
    ]),
  ].join('\n\n');
}

function createEndpointTable(measurements: EndpointMeasurement[]): string {
  const groups = new Map<string, EndpointMeasurement[]>();
  for (const measurement of measurements) {
    const { name } = measurement.endpoint;
    groups.set(name, [...(groups.get(name) ?? []), measurement]);
  }
  return markdownTable(
    [
      'what',
      'p50, ms',
      '/ bare',
      'target',
      '',
      'p99, ms',
      '/ bare',
      'requests per second',
      '/ bare',
      'first request, ms',
    ],
    [...groups.values()].map(toEndpointRow),
  );
}

function toEndpointRow(rounds: EndpointMeasurement[]): string[] {
  const [{ endpoint }] = rounds;
  const medianOf = (valueOf: (round: EndpointMeasurement) => number) =>
    median(rounds.map(valueOf));
  const ratio = medianOf(({ ours, bare }) => ours.p50 / bare.p50);
  return [
    endpoint.name,
    medianOf(({ ours }) => ours.p50).toFixed(2),
    ratio.toFixed(2),
    `≤ ${endpoint.target}`,
    describeTarget(ratio <= endpoint.target),
    medianOf(({ ours }) => ours.p99).toFixed(2),
    medianOf(({ ours, bare }) => ours.p99 / bare.p99).toFixed(2),
    formatNumber(medianOf(({ ours }) => ours.requestsPerSecond)),
    medianOf(
      ({ ours, bare }) => ours.requestsPerSecond / bare.requestsPerSecond,
    ).toFixed(2),
    rounds[0].firstMs.toFixed(1),
  ];
}

function createExportTable(measurements: ExportMeasurement[]): string {
  return markdownTable(
    ['export', 'rows', 'seconds', 'added memory', 'target', ''],
    measurements.map(({ format, rows, ms, addedMemory }) => [
      format,
      formatNumber(rows),
      (ms / 1000).toFixed(1),
      `${formatNumber(addedMemory / MEBIBYTE)} MiB`,
      `< ${formatNumber(EXPORT_MEMORY_TARGET / MEBIBYTE)} MiB`,
      describeTarget(addedMemory < EXPORT_MEMORY_TARGET),
    ]),
  );
}

function describeState({ entities, ms }: StateMeasurement): string {
  const [seconds, target] = [ms, STATE_TARGET_MS].map(time => time / 1000);
  return `State of ${formatNumber(
    entities,
  )} entities before the last ${formatNumber(
    STATE_SIZE.syncs,
  )} syncs: ${seconds.toFixed(2)} s, target < ${target} s: ${describeTarget(
    ms < STATE_TARGET_MS,
  )}`;
}

function formatNumber(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function describeTarget(isMet: boolean): string {
  return isMet ? 'met' : '**missed**';
}
