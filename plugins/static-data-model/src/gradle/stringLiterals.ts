import { BuildLanguage, isLineBreak } from './tokens';

interface StringStyle {
  open: string;
  close: string;
  /** Matches an escape sequence: a character, and what it escapes. */
  escape?: RegExp;
  interpolates: boolean;
  multiline: boolean;
}

/** A string literal that is being read. */
export interface OpenString {
  style: StringStyle;
  offset: number;
  /** Number of `$` that begin an interpolation: more than one only with a Kotlin prefix. */
  dollars: number;
  interpolated: boolean;
  /** The content read so far, escapes resolved. */
  parts: string[];
}

function quotedBy(quote: string): StringStyle {
  return {
    open: quote,
    close: quote,
    escape: /\\(?:u[0-9a-fA-F]{4}|\r\n|[^])/y,
    interpolates: quote.startsWith('"'),
    multiline: quote.length === 3,
  };
}

const SINGLE = quotedBy(`'`);
const DOUBLE = quotedBy('"');
const KOTLIN_RAW: StringStyle = { ...quotedBy('"""'), escape: undefined };
const SLASHY: StringStyle = {
  open: '/',
  close: '/',
  escape: /\\\//y,
  interpolates: true,
  multiline: true,
};
const DOLLAR_SLASHY: StringStyle = {
  ...SLASHY,
  open: '$/',
  close: '/$',
  escape: /\$(?:\/\$|[$/])/y,
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

/**
 * Begins the string literal at a position, if there is one.
 *
 * @param quote - position of the opening quote, which follows the `$` of a Kotlin prefix
 * @param operandExpected - a slash here cannot be a division
 */
export function openString(
  text: string,
  offset: number,
  quote: number,
  language: BuildLanguage,
  operandExpected: boolean,
): OpenString | undefined {
  const styles =
    language === 'groovy' && operandExpected
      ? GROOVY_WITH_PATTERNS
      : QUOTED[language];
  const style = styles.find(({ open }) => text.startsWith(open, quote));
  const dollars = Math.max(quote - offset, 1);
  return style && { style, offset, dollars, interpolated: false, parts: [] };
}

function findEscape(
  text: string,
  position: number,
  { escape }: StringStyle,
): string | undefined {
  if (!escape || (text[position] !== '\\' && text[position] !== '$')) {
    return undefined;
  }
  escape.lastIndex = position;
  return escape.exec(text)?.[0];
}

function resolveEscape(sequence: string): string {
  const escaped = sequence.slice(1);
  if (isLineBreak(escaped[0])) {
    return '';
  }
  return escaped.length === 5
    ? String.fromCharCode(parseInt(escaped.slice(1), 16))
    : SIMPLE_ESCAPES[escaped] ?? escaped;
}

/** How far a string literal was read, and why no further. */
export interface StringScan {
  position: number;
  end: 'closed' | 'template' | 'unclosed';
}

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
  const { style, parts } = string;
  let position = start;
  let copied = start;
  const copyUpTo = (end: number) => {
    if (end > copied) {
      parts.push(text.slice(copied, end));
    }
  };

  while (position < text.length) {
    const char = text[position];
    const escape = findEscape(text, position, style);
    if (escape) {
      copyUpTo(position);
      parts.push(resolveEscape(escape));
      position += escape.length;
      copied = position;
    } else if (text.startsWith(style.close, position)) {
      let contentEnd = position;
      // A Kotlin raw string ends with the last three quotes in a row.
      while (style === KOTLIN_RAW && text[contentEnd + 3] === '"') {
        contentEnd += 1;
      }
      copyUpTo(contentEnd);
      return { position: contentEnd + style.close.length, end: 'closed' };
    } else if (isLineBreak(char) && !style.multiline) {
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
