import { BuildLanguage, matchAt } from './tokens';

interface StringStyle {
  open: string;
  close: string;
  /** Matches an escape sequence where it is looked for: a character, and what it escapes. */
  escape: RegExp;
  /** Matches all of them. */
  escapes: RegExp;
  interpolates: boolean;
  multiline: boolean;
}

/** A string literal that is being read. */
export interface OpenString {
  style: StringStyle;
  offset: number;
  contentStart: number;
  /** Number of `$` that begin an interpolation: more than one only with a Kotlin prefix. */
  dollars: number;
  interpolated: boolean;
}

function escapedBy(sequence: RegExp) {
  return {
    escape: new RegExp(sequence, 'y'),
    escapes: new RegExp(sequence, 'g'),
  };
}

function quotedBy(quote: string): StringStyle {
  return {
    open: quote,
    close: quote,
    ...escapedBy(/\\(?:u[0-9a-fA-F]{4}|\r\n|[^])/),
    interpolates: quote.startsWith('"'),
    multiline: quote.length === 3,
  };
}

const SINGLE = quotedBy(`'`);
const DOUBLE = quotedBy('"');
const KOTLIN_RAW: StringStyle = { ...quotedBy('"""'), ...escapedBy(/(?!)/) };
const SLASHY: StringStyle = {
  open: '/',
  close: '/',
  ...escapedBy(/\\\//),
  interpolates: true,
  multiline: true,
};
const DOLLAR_SLASHY: StringStyle = {
  ...SLASHY,
  open: '$/',
  close: '/$',
  ...escapedBy(/\$(?:\/\$|[$/])/),
};

/** The longer delimiter of two that begin alike comes first. */
const QUOTED: Record<BuildLanguage, StringStyle[]> = {
  groovy: [quotedBy(`'''`), quotedBy('"""'), SINGLE, DOUBLE],
  kotlin: [KOTLIN_RAW, DOUBLE, SINGLE],
};
const GROOVY_WITH_PATTERNS = [...QUOTED.groovy, DOLLAR_SLASHY, SLASHY];

const SIMPLE_ESCAPES: Record<string, string> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  s: ' ',
  t: '\t',
};

/** Kotlin: `$$"..."` is a string whose interpolation takes as many `$`. */
const DOLLARS_AND_QUOTE = /\$+"/y;

/**
 * Begins the string literal at a position, if there is one.
 *
 * @param operandExpected - a slash here cannot be a division
 */
export function openString(
  text: string,
  offset: number,
  language: BuildLanguage,
  operandExpected: boolean,
): OpenString | undefined {
  const isGroovy = language === 'groovy';
  const prefix = isGroovy
    ? ''
    : matchAt(DOLLARS_AND_QUOTE, text, offset).slice(0, -1);
  const styles =
    isGroovy && operandExpected ? GROOVY_WITH_PATTERNS : QUOTED[language];
  const quote = offset + prefix.length;
  const style = styles.find(({ open }) => text.startsWith(open, quote));
  return (
    style && {
      style,
      offset,
      contentStart: quote + style.open.length,
      dollars: Math.max(prefix.length, 1),
      interpolated: false,
    }
  );
}

function resolveEscape(sequence: string): string {
  const escaped = sequence.slice(1);
  if (/[\r\n]/.test(escaped[0])) {
    return '';
  }
  return escaped.length === 5
    ? String.fromCharCode(parseInt(escaped.slice(1), 16))
    : SIMPLE_ESCAPES[escaped] ?? escaped;
}

/** How far a string literal was read, and why no further. */
export type StringScan = { position: number } & (
  | {
      end: 'closed';
      /** As written if it is interpolated, otherwise with escapes resolved. */
      text: string;
    }
  | { end: 'template' | 'unclosed' }
);

/**
 * Reads on in a string literal, up to its end or to the next `${`.
 *
 * Every character is looked at a bounded number of times.
 */
export function scanString(
  text: string,
  start: number,
  string: OpenString,
): StringScan {
  const { style } = string;
  let position = start;
  while (position < text.length) {
    const char = text[position];
    const escape =
      char === '\\' || char === '$'
        ? matchAt(style.escape, text, position)
        : '';
    if (escape) {
      position += escape.length;
    } else if (text.startsWith(style.close, position)) {
      // A Kotlin raw string ends with the last three quotes in a row.
      while (style === KOTLIN_RAW && text[position + 3] === '"') {
        position += 1;
      }
      const end = position + style.close.length;
      return {
        position: end,
        end: 'closed',
        text: string.interpolated
          ? text.slice(string.offset, end)
          : text
              .slice(string.contentStart, position)
              .replace(style.escapes, resolveEscape),
      };
    } else if (/[\r\n]/.test(char) && !style.multiline) {
      return { position, end: 'unclosed' };
    } else if (char === '$' && style.interpolates) {
      // In a dollar slashy string the second `$` of two would be an escape.
      let count = 1;
      while (style !== DOLLAR_SLASHY && text[position + count] === '$') {
        count += 1;
      }
      position += count;
      const next = text[position];
      if (count >= string.dollars && /^[\p{L}_`{]/u.test(next ?? '')) {
        string.interpolated = true;
        if (next === '{') {
          return { position: position + 1, end: 'template' };
        }
      }
    } else {
      position += 1;
    }
  }
  return { position: text.length, end: 'unclosed' };
}

/** What a string has besides text: escapes, and what it interpolates. */
const INTERPOLATIONS: Record<BuildLanguage, RegExp> = {
  groovy:
    /\\(?<escaped>[^])|\$\{(?<expression>[^{}]*)\}|\$(?<name>[\p{L}_]\w*(?:\.[\p{L}_]\w*)*)|\$\{/gu,
  kotlin:
    /\\(?<escaped>[^])|\$\{(?<expression>[^{}]*)\}|\$(?<name>[\p{L}_]\w*)|\$\{/gu,
};

/** In a string, the key of a map: `versions["orders"]` */
const QUOTED_KEY = /(?:\.get(?:Value)?\(|\[)["']([\w.-]+)["'][)\]]/g;

/** What an interpolated string says: a text, or what names with dots between them stand for. */
export type StringPart = { text: string } | { path: string[] };

/**
 * Splits an interpolated string into its parts.
 *
 * @param source - as it is written, with its quotes
 * @returns undefined if it begins like none whose parts are known
 */
export function splitInterpolated(
  source: string,
  language: BuildLanguage,
): StringPart[] | undefined {
  const opening = /^(?:"""|"|\$\/|\/)/.exec(source)?.[0];
  if (!opening) {
    return undefined;
  }
  const content = source.slice(opening.length, -opening.length);
  const isRaw = opening !== '"' && language === 'kotlin';
  const parts: StringPart[] = [];
  let end = 0;
  for (const { 0: match, index, groups = {} } of content.matchAll(
    INTERPOLATIONS[language],
  )) {
    parts.push({ text: content.slice(end, index) });
    end = index + match.length;
    if (groups.escaped !== undefined) {
      parts.push({ text: isRaw ? match : groups.escaped });
      continue;
    }
    const path = (groups.expression ?? groups.name ?? '')
      .trim()
      .replace(QUOTED_KEY, '.$1')
      .split('.');
    parts.push({ path });
  }
  parts.push({ text: content.slice(end) });
  return parts;
}
