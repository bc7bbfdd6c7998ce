import {
  escapeControls,
  formatPlace,
  SyncFinding,
} from '@internal/plugin-static-data-common';

/**
 * JUnit XML, as Jenkins takes it: an error is a failed test, a warning one that was skipped, so that
 * both are shown.
 */
export function toJUnit(findings: SyncFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const counts = `tests="${Math.max(1, findings.length)}" failures="${
    errors.length
  }" errors="0"`;
  const skipped = findings.length - errors.length;
  const cases =
    findings.length > 0
      ? findings.map(toTestCase)
      : [
          '    <testcase classname="static-data" name="nothing found" time="0"/>',
        ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="static-data" ${counts} time="0">`,
    `  <testsuite name="static-data validate" ${counts} skipped="${skipped}" time="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function toTestCase({
  severity,
  code,
  message,
  hint,
  file,
  line,
}: SyncFinding): string {
  // There is no attribute for a place that every reader knows.
  const place = file === undefined ? '' : escapeXml(formatPlace(file, line));
  const name = escapeXml(`${code}: ${message}`);
  const said = escapeXml(message);
  const advice = escapeXml(hint);
  const result =
    severity === 'error'
      ? `<failure type="${code}" message="${said}">${place}\n${advice}</failure>`
      : `<skipped message="${said} ${advice}">${place}</skipped>`;
  return `    <testcase classname="${escapeXml(
    file ?? 'static-data',
  )}" name="${name}" time="0">${result}</testcase>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Control characters, which XML cannot have, are escaped as in JSON. */
function escapeXml(text: string): string {
  return escapeControls(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, character => ENTITIES[character]);
}
