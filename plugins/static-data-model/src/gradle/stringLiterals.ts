import { BuildLanguage, isLineBreak, lineBreakLength } from './tokens';

type EscapeStyle = 'backslash' | 'slashy' | 'dollarSlashy' | 'none';

interface StringStyle {
  open: string;
  close: string;
  escapes: EscapeStyle;
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

const SINGLE: StringStyle = {
  open: "'",
  close: "'",
  escapes: 'backslash',
  interpolates: false,
  multiline: false,
};
const DOUBLE: StringStyle = {
  ...SINGLE,
  open: '"',
  close: '"',
  interpolates: true,
};
const TRIPLE_SINGLE: StringStyle = {
  ...SINGLE,
  open: "'''",
  close: "'''",
  multiline: true,
};
const TRIPLE_DOUBLE: StringStyle = {
  ...DOUBLE,
  open: '"""',
  close: '"""',
  multiline: true,
};
const KOTLIN_RAW: StringStyle = { ...TRIPLE_DOUBLE, escapes: 'none' };
const SLASHY: StringStyle = {
  open: '/',
  close: '/',
  escapes: 'slashy',
  interpolates: true,
  multiline: true,
};
const DOLLAR_SLASHY: StringStyle = {
  ...SLASHY,
  open: '$/',
  close: '/$',
  escapes: 'dollarSlashy',
};

/** The longer delimiter of two that begin alike comes first. */
const QUOTED: Record<BuildLanguage, StringStyle[]> = {
  groovy: [TRIPLE_SINGLE, TRIPLE_DOUBLE, SINGLE, DOUBLE],
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
 * @param operandExpected - a slash here cannot be a division
 */
export function openString(
  text: string,
  offset: number,
  language: BuildLanguage,
  operandExpected: boolean,
): OpenString | undefined {
  const styles =
    language === 'groovy' && operandExpected
      ? GROOVY_WITH_PATTERNS
      : QUOTED[language];
  const style = styles.find(({ open }) => text.startsWith(open, offset));
  return style && { style, offset, dollars: 1, interpolated: false, parts: [] };
}

/** How far a string literal was read, and why no further. */
export interface StringScan {
  position: number;
  end: 'closed' | 'template' | 'unclosed';
}

function beginsReference(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}_`]/u.test(char);
}

/** The escape sequence at a position: its length and what it stands for. */
function readEscape(
  text: string,
  position: number,
  escapes: EscapeStyle,
): { length: number; value: string } | undefined {
  const char = text[position];
  const next = text[position + 1];
  if (escapes === 'slashy') {
    return char === '\\' && next === '/'
      ? { length: 2, value: '/' }
      : undefined;
  }
  if (escapes === 'dollarSlashy') {
    if (char !== '$') {
      return undefined;
    }
    if (next === '$') {
      return { length: 2, value: '$' };
    }
    if (next === '/') {
      return text[position + 2] === '$'
        ? { length: 3, value: '/$' }
        : { length: 2, value: '/' };
    }
    return undefined;
  }
  if (escapes === 'none' || char !== '\\' || next === undefined) {
    return undefined;
  }
  if (next === 'u') {
    const digits = text.slice(position + 2, position + 6);
    return /^[0-9a-fA-F]{4}$/.test(digits)
      ? { length: 6, value: String.fromCharCode(parseInt(digits, 16)) }
      : { length: 2, value: next };
  }
  if (isLineBreak(next)) {
    return { length: 1 + lineBreakLength(text, position + 1), value: '' };
  }
  return { length: 2, value: SIMPLE_ESCAPES[next] ?? next };
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
    const escape = readEscape(text, position, style.escapes);
    if (escape) {
      copyUpTo(position);
      parts.push(escape.value);
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
      while (
        style.escapes !== 'dollarSlashy' &&
        text[position + count] === '$'
      ) {
        count += 1;
      }
      position += count;
      const next = text[position];
      if (count >= string.dollars && next === '{') {
        string.interpolated = true;
        return { position: position + 1, end: 'template' };
      }
      if (count >= string.dollars && beginsReference(next)) {
        string.interpolated = true;
      }
    } else {
      position += 1;
    }
  }
  return { position: text.length, end: 'unclosed' };
}
