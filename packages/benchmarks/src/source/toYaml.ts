import { JsonValue } from '@backstage/types';

/** Text that means itself in YAML, without quotes. */
const PLAIN = /^[A-Za-z][\w .,/-]*[\w.]$/;
const NOT_TEXT = /^(true|false|yes|no|on|off|null)$/i;

/** Writes a value as YAML in block style, the way people write contracts. */
export function toYaml(value: JsonValue | undefined, indent = ''): string {
  if (Array.isArray(value)) {
    return value.length === 0
      ? ' []\n'
      : `\n${value
          .map(item => `${indent}-${toItem(item, `${indent}  `)}`)
          .join('')}`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0
      ? ' {}\n'
      : `\n${entries
          .map(
            ([key, field]) =>
              `${indent}${toScalar(key)}:${toYaml(field, `${indent}  `)}`,
          )
          .join('')}`;
  }
  return ` ${toScalar(value ?? null)}\n`;
}

/** The first line of an item stands beside its dash. */
function toItem(item: JsonValue | undefined, indent: string): string {
  const text = toYaml(item, indent);
  return text.startsWith('\n') ? ` ${text.trimStart()}` : text;
}

function toScalar(value: string | number | boolean | null): string {
  return typeof value === 'string' && PLAIN.test(value) && !NOT_TEXT.test(value)
    ? value
    : JSON.stringify(value);
}
