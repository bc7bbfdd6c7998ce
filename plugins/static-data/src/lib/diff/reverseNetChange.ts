import {
  EntityDifferences,
  FieldDifference,
  NetChange,
} from '@internal/plugin-static-data-common';

const REVERSED = {
  added: 'removed',
  updated: 'updated',
  removed: 'added',
} as const;
const SIGNS: Record<string, string | undefined> = { '+': '-', '-': '+' };

/** A net change as it looks from the later sync back to the earlier one. */
export function reverseNetChange(change: NetChange): NetChange {
  return {
    ...change,
    change: REVERSED[change.change],
    differences: change.differences && reverseDifferences(change.differences),
  };
}

function reverseDifferences({
  fields,
  fieldCount,
}: EntityDifferences): EntityDifferences {
  return { fields: fields.map(reverseField), fieldCount };
}

function reverseField(field: FieldDifference): FieldDifference {
  const { before, after, textDiff, ...rest } = field;
  return {
    ...rest,
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
    ...(textDiff !== undefined && { textDiff: reverseUnifiedDiff(textDiff) }),
  };
}

function reverseUnifiedDiff(textDiff: string): string {
  return textDiff
    .split('\n')
    .map(line => {
      const place = /^@@ -(\S+) \+(\S+) @@(.*)$/.exec(line);
      if (place) {
        return `@@ -${place[2]} +${place[1]} @@${place[3]}`;
      }
      const sign = SIGNS[line.charAt(0)];
      return sign ? `${sign}${line.slice(1)}` : line;
    })
    .join('\n');
}
