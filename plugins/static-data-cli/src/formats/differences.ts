import {
  escapeControls,
  FieldDifference,
  formatPlace,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import {
  describeCounts,
  listByType,
  ToldChange,
  toValue,
} from '@internal/plugin-static-data-model';
import { SourceDifference } from '../source/diffSource';
import { toMarkdown } from './markdown';
import { Paint, SYNC_WOULD_FAIL, toSafeJson } from './text';

/** Writes a difference, in a format. Texts come from the repository, so each escapes them. */
type FormatDifference = (difference: SourceDifference, paint: Paint) => string;

/** The formats of differences, by their names. */
export const DIFFERENCE_FORMATS = {
  text: toText,
  markdown: toMarkdown,
  json: toSafeJson,
} satisfies Record<string, FormatDifference>;

const SIGNS: Record<string, string> = {
  added: '+',
  updated: '~',
  removed: '-',
  held: '!',
  retained: '=',
};

function toText(
  {
    base,
    changes,
    heldBecause,
    consumers,
    areConsumersKnown,
    failure,
  }: SourceDifference,
  paint: Paint,
): string {
  if (failure) {
    return [...toFindingLines(failure, paint), SYNC_WOULD_FAIL].join('\n');
  }
  const lines: string[] = [];
  for (const group of listByType(changes)) {
    lines.push(paint('bold', `${group.changes.length} ${group.title}`));
    for (const change of group.changes) {
      lines.push(...toLines(change));
    }
    lines.push('');
  }
  for (const reason of heldBecause) {
    lines.push(
      paint('warning', `The guard holds removals: ${escapeControls(reason)}`),
    );
  }
  for (const consumer of consumers) {
    lines.push(...toFindingLines(consumer, paint));
  }
  if (!areConsumersKnown) {
    lines.push(
      paint(
        'dim',
        'Who consumes which API is not known here: there are no build files to compare',
      ),
    );
  }
  const { ref, commit, problem } = base;
  lines.push(
    `Compared with ${escapeControls(ref)} (${commit.slice(
      0,
      7,
    )}): ${describeCounts(changes)}`,
  );
  if (problem !== undefined) {
    lines.push(
      paint(
        'warning',
        `There is no source at ${escapeControls(
          ref,
        )}, so everything is added: ${escapeControls(problem)}`,
      ),
    );
  }
  return lines.join('\n');
}

function toFindingLines(
  { severity, code, message, hint, file, line }: SyncFinding,
  paint: Paint,
): string[] {
  const place = file === undefined ? '' : `${formatPlace(file, line)}: `;
  return [
    `${escapeControls(place)}${paint(severity, code)} ${escapeControls(
      message,
    )}`,
    paint('dim', `    ${escapeControls(hint)}`),
  ];
}

function toLines(change: ToldChange): string[] {
  const { entityRef, sourceFile, sourceLine, reason, differences } = change;
  const place = formatPlace(sourceFile ?? '', sourceLine);
  return [
    `${SIGNS[change.change]} ${escapeControls(entityRef)}  ${escapeControls(
      place,
    )}`,
    ...(reason === undefined ? [] : [`    ${escapeControls(reason)}`]),
    ...(differences?.fields ?? []).flatMap(toFieldLines),
    ...(differences && differences.fieldCount > differences.fields.length
      ? [
          `    ${
            differences.fieldCount - differences.fields.length
          } more fields`,
        ]
      : []),
  ];
}

function toFieldLines(field: FieldDifference): string[] {
  const { path, before, after, textDiff, cut } = field;
  const name = escapeControls(path);
  if (textDiff !== undefined) {
    const diff = escapeControls(textDiff, { keepsLines: true }).trimEnd();
    return [`    ${name}:`, ...diff.split('\n').map(line => `      ${line}`)];
  }
  const omitted = cut === undefined ? '' : ` (left out: ${cut})`;
  return [
    `    ${name}: ${escapeControls(toValue(before))} -> ${escapeControls(
      toValue(after),
    )}${omitted}`,
  ];
}
