import { createHash } from 'node:crypto';
import {
  escapeControls,
  formatPlace,
  listFirst,
  pluralize,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import { OwnerCounts, Validation } from '../source/validateSource';
import { toJUnit } from './junit';
import { toSarif } from './sarif';
import { Paint, SYNC_WOULD_FAIL, toSafeJson } from './text';

/** Writes what was found, in a format. Texts come from the repository, so each escapes them. */
type FormatFindings = (validation: Validation, paint: Paint) => string;

/** More are not read in one line. */
const MAX_OWNERS = 20;

/** The formats of findings, by their names. */
export const FINDING_FORMATS = {
  text: toText,
  json: toSafeJson,
  github: toGithub,
  gitlab: toGitlab,
  sarif: ({ findings }) => toSafeJson(toSarif(findings)),
  junit: ({ findings }) => toJUnit(findings),
} satisfies Record<string, FormatFindings>;

function toText(
  { findings, errors, warnings, owners, summary }: Validation,
  paint: Paint,
): string {
  const lines = findings.flatMap(({ severity, code, message, hint, ...at }) => {
    const place =
      at.file === undefined ? '' : `${formatPlace(at.file, at.line)}: `;
    return [
      `${paint('bold', escapeControls(place))}${paint(
        severity,
        severity,
      )} ${code} ${escapeControls(message)}`,
      paint('dim', `    ${escapeControls(hint)}`),
    ];
  });
  if (lines.length > 0) {
    lines.push('');
  }
  if (summary) {
    const kinds = Object.entries(summary.entities).map(
      ([kind, count]) => `${count} ${kind}`,
    );
    lines.push(
      `${pluralize(summary.totalEntities, 'entity', 'entities')}: ${kinds.join(
        ', ',
      )}`,
      summary.relations
        ? `Relations to APIs: ${summary.relations.provided} provided, ${summary.relations.consumed} consumed`
        : 'Relations to APIs: not known here, as they are in the build files of the applications',
    );
  } else {
    lines.push(SYNC_WOULD_FAIL);
  }
  if (owners.some(({ owner }) => owner !== undefined)) {
    lines.push(
      `By owner: ${escapeControls(
        listFirst(owners, MAX_OWNERS, {
          separator: '; ',
          describe: describeOwner,
        }),
      )}`,
    );
  }
  const counts = describeCounts({ errors, warnings });
  const [worst] = [
    ...(errors > 0 ? (['error'] as const) : []),
    ...(warnings > 0 ? (['warning'] as const) : []),
    'good' as const,
  ];
  lines.push(paint(worst, counts));
  return lines.join('\n');
}

function describeOwner({ owner, ...counts }: OwnerCounts): string {
  return `${owner ?? 'nobody in particular'} ${describeCounts(counts)}`;
}

function describeCounts({
  errors,
  warnings,
}: Pick<Validation, 'errors' | 'warnings'>): string {
  return `${pluralize(errors, 'error')}, ${pluralize(warnings, 'warning')}`;
}

/** Workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function toGithub({ findings, errors, warnings }: Validation): string {
  const commands = findings.map(
    ({ severity, code, message, hint, file, line }) => {
      const properties = Object.entries({ file, line, title: code })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}=${escapeGithub(String(value), true)}`);
      return `::${severity} ${properties.join(',')}::${escapeGithub(
        `${message}\n${hint}`,
      )}`;
    },
  );
  return [...commands, describeCounts({ errors, warnings })].join('\n');
}

function escapeGithub(text: string, isProperty = false): string {
  const escaped = escapeControls(text, { keepsLines: true })
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
  return isProperty
    ? escaped.replaceAll(':', '%3A').replaceAll(',', '%2C')
    : escaped;
}

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
function toGitlab({ findings }: Validation): string {
  const seen = new Map<string, number>();
  return toSafeJson(
    findings.map(finding => {
      const { severity, code, message, hint, file, line } = finding;
      const key = fingerprint(finding);
      const repeated = seen.get(key) ?? 0;
      seen.set(key, repeated + 1);
      return {
        description: `${message}. ${hint}`,
        check_name: code,
        fingerprint: repeated ? `${key}-${repeated}` : key,
        severity: severity === 'error' ? 'major' : 'minor',
        location: { path: file ?? '.', lines: { begin: line ?? 1 } },
      };
    }),
  );
}

/** The same for a finding wherever its line is, so that it stays the same while others come and go. */
function fingerprint({ code, file, entity, message }: SyncFinding): string {
  return createHash('sha256')
    .update(JSON.stringify([code, file, entity, message]))
    .digest('hex');
}
