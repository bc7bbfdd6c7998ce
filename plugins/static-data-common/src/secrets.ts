import { JsonObject, JsonValue } from '@backstage/types';
import { escapeControls, truncate } from './text';
import { EntityDifferences } from './types';

const REDACTED = '[redacted]';

/** Characters: longer than a private key. */
const LONGEST_SECRET = 8_000;

/** Characters of a value that a message quotes: enough to find it. */
const MAX_QUOTED_LENGTH = 80;

/** Names of parameters in the query, or behind the `#`, of an address. */
const SECRET_PARAMETER =
  /token|secret|passw|pwd|credential|signature|^sig$|^code$|^key$|^auth$|authorization|jwt|session|api[_-]?key|access[_-]?key/i;

/** In front of a value that is secret, others may stand for it themselves. */
const AUTHORIZATION_SCHEME = /^(?:api-?key|basic|bearer|token|digest)\s{1,3}/i;

/** Names of elements in XML. */
const SECRET_NAME =
  /passw|passphrase|pwd|secret|token|jwt|credential|(?:api|access|private|account)[._-]?key/i;

/** A line in YAML that is followed by the lines of a secret. */
const BLOCK_OF_SECRET =
  /(?:passw(?:or)?ds?|passphrase|[_-]pass|pwd|secret(?:[_-]?key)?|token|jwt|(?:api|access|private|account)[_-]?key)["']?\s{0,3}:\s{0,40}[|>][-+\d]{0,3}(?:\s|$)/i;

/**
 * What looks like a token or a private key, and credentials in an address, whoever they belong to.
 * None of the patterns matches what a cut text ends in (…), or what another has put in differently.
 */
const REDACTIONS: Array<(text: string) => string> = [
  // GitHub, GitLab, Slack, npm, Google, AWS, Stripe, Telegram
  redactFrom(/\bgh[a-z]_\w{8}/g, /\w*/y),
  redactFrom(/\bgithub_pat_\w{8}/g, /\w*/y),
  redactFrom(/\bgl[a-z]{2,6}-[\w-]{16}/g, /[\w-]*/y),
  redactFrom(/\bxox[a-z]-[\w-]{8}/g, /[\w-]*/y),
  redactFrom(/\bxapp-[\w-]{8}/g, /[\w-]*/y),
  redactFrom(/\bnpm_\w{30}/g, /\w*/y),
  redactFrom(/\bAIza[\w-]{35}/g),
  redactFrom(/\bA(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}\b/g),
  redactFrom(/\b[rs]k_(?:live|test)_\w{8}/g, /\w*/y),
  redactFrom(/\bwhsec_\w{16}/g, /\w*/y),
  redactFrom(/\b\d{8,10}:AA[\w-]{33}/g),
  redactAfter(/\bapi\.telegram\.org\/(?:file\/)?bot/gi, /[^\s"'<>…/]+/y),
  // The addresses of webhooks are secrets themselves.
  redactAfter(
    /\b(?:hooks\.slack(?:-gov)?\.com|discord(?:app)?\.com(?::\d{1,5})?\/api\/(?:v\d{1,3}\/)?webhooks|webhook\.office\.com|outlook\.office(?:365)?\.com\/webhook|hooks\.zapier\.com)(?::\d{1,5})?\//gi,
    /[^\s"'<>…]+/y,
  ),
  redactPrivateKeys,
  text => text.replace(/[\w.-]+/g, redactJsonWebToken),
  redactAfter(
    /\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?/gi,
    /(?:[a-z][\w-]{0,30}\s{1,3})?[^\s"',;…]+/iy,
    value => AUTHORIZATION_SCHEME.exec(value)?.[0],
  ),
  redactAfter(/\bsignature["']?\s{0,3}[:=]\s{0,3}["']?/gi, /[^\s"',;&…]+/y),
  redactAfter(/\bbearer\s{1,3}/gi, /[^\s"',;…]+/y),
  // In quotes, which may be escaped, they may have spaces. They may be the first of a list.
  redactAfter(
    /(?:passw(?:or)?ds?|passphrase|[_-]pass|pwd|secret(?:[_-]?key)?|token|jwt|(?:api|access|private|account)[_-]?key)\\?["']?\s{0,3}[:=]\s{0,40}/gi,
    /\[?"(?:[^"\\\n…]|\\[^\n…])+|\[?'(?:[^'\\\n…]|\\[^\n…])+|\[?\\["'][^"'\\\n…]+|[^\s"'\\,;&#<>…]+/y,
    value =>
      /^\[(?:redacted\]|$)/i.test(value)
        ? undefined
        : /^\[?\\?["']?/.exec(value)?.[0],
  ),
  text =>
    text.replace(/(<([\w.:-]+)(?:\s[^<>]*)?>)[^<…]+/g, (match, start, name) =>
      SECRET_NAME.test(name) ? `${start}${REDACTED}` : match,
    ),
  text => text.replace(/\S+/g, redactUserInfo),
  text =>
    text.replace(
      /([?&#;]([\w.%[\]-]+)=)[^&#;\s"'<>…]+/g,
      (match, start, name) =>
        SECRET_PARAMETER.test(name) ? `${start}${REDACTED}` : match,
    ),
];

/** @param rest - what else belongs to a secret that begins with what `start` matches */
function redactFrom(start: RegExp, rest: RegExp = /(?:)/y) {
  return (text: string) => replaceEach(text, start, rest, () => REDACTED);
}

/** @param getOpening - what stands in a value before the secret itself */
function redactAfter(
  name: RegExp,
  value: RegExp,
  getOpening: (value: string) => string | undefined = () => undefined,
) {
  return (text: string) =>
    replaceEach(
      text,
      name,
      value,
      (start, rest) => `${start}${getOpening(rest) ?? ''}${REDACTED}`,
    );
}

/**
 * Replaces what two patterns match, one behind the other. A linter proves each of them linear, which takes
 * it too long for both in one. Together they are if `start` matches no text without end, and `rest`
 * none that it looks at in vain.
 */
function replaceEach(
  text: string,
  start: RegExp,
  rest: RegExp,
  replace: (start: string, rest: string) => string,
): string {
  let replaced = '';
  let position = 0;
  start.lastIndex = 0;
  for (let found = start.exec(text); found; found = start.exec(text)) {
    rest.lastIndex = start.lastIndex;
    const behind = rest.exec(text);
    start.lastIndex = behind ? rest.lastIndex : found.index + 1;
    if (behind) {
      replaced += text.slice(position, found.index);
      replaced += replace(found[0], behind[0]);
      position = rest.lastIndex;
    }
  }
  return replaced + text.slice(position);
}

/** Up to where a key ends, or the text if it was cut. */
function redactPrivateKeys(text: string): string {
  return replaceEach(
    text,
    /-----BEGIN [A-Z ]*PRIVATE KEY/g,
    /[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/y,
    () => REDACTED,
  );
}

/** A token that starts inside a run of its characters: a pattern would try every start, and each to the end. */
function redactJsonWebToken(run: string): string {
  const start = run.indexOf('eyJ');
  return start >= 0 && run.indexOf('.', start) > 0
    ? `${run.slice(0, start)}${REDACTED}`
    : run;
}

/**
 * User and password in the addresses of a run of characters without spaces. A password may have
 * slashes in it, where the end of the host would be; what looks like a host and its port is none.
 */
function redactUserInfo(run: string): string {
  const [first, ...others] = run.split('://');
  const redacted = others.map(rest => {
    const [authority] = rest.split(/[/?#]/, 1);
    const [host, port] = authority.split(':');
    const isPort = /^\d{1,5}$/.test(port) && /\.|^localhost$/.test(host);
    const mayBeUser = port === undefined || isPort ? authority : rest;
    const end = Math.max(
      authority.lastIndexOf('@'),
      mayBeUser.split(/["'<>]/, 1)[0].lastIndexOf('@'),
    );
    return end > 0 ? `${REDACTED}${rest.slice(end)}` : rest;
  });
  return [first, ...redacted].join('://');
}

/** Texts of several lines in YAML, also in a diff of it: of its signs, each line has one. */
function redactBlocks(text: string): string {
  if (!BLOCK_OF_SECRET.test(text)) {
    return text;
  }
  let depth = Infinity;
  return text
    .split('\n')
    .map(line => {
      const [start] = /^[\s+-]*/.exec(line)!;
      const isBlank = start.length === line.length;
      if (start.length > depth && !isBlank) {
        return `${start}${REDACTED}`;
      }
      if (!isBlank) {
        depth = BLOCK_OF_SECRET.test(line) ? start.length : Infinity;
      }
      return line;
    })
    .join('\n');
}

/**
 * Removes what looks like a secret from a text. Takes time in proportion to the length of the text,
 * which the caller has to limit.
 *
 * @public
 */
export function redactSecrets(text: string): string {
  return REDACTIONS.reduce(
    (redacted, redact) => redact(redacted),
    redactBlocks(text),
  );
}

/**
 * Makes a text from outside fit to be recorded, logged and shown: without secrets and control
 * characters, and cut, which is done last, as half a secret would not be recognised.
 *
 * @param options - `removeSecrets`: by default removes what looks like one; `longestSecret`: characters
 * of the longest that it removes; `keepsLines`: whether the text may have several lines
 * @returns at most `maxLength` characters
 * @public
 */
export function toSafeText(
  text: string,
  maxLength: number,
  {
    removeSecrets = redactSecrets,
    longestSecret = LONGEST_SECRET,
    keepsLines = false,
  }: {
    removeSecrets?: (text: string) => string;
    longestSecret?: number;
    keepsLines?: boolean;
  } = {},
): string {
  // Only so much is looked at, however long the text is.
  const lookedAt = maxLength + Math.max(longestSecret, LONGEST_SECRET);
  const head = text.slice(0, lookedAt);
  let safe = removeSecrets(head);
  if (head.length < text.length) {
    // What may be half a secret at the end would not have been recognised.
    const kept = Math.max(0, safe.length - (lookedAt - maxLength));
    safe = `${removeSecrets(safe.slice(0, kept))}…`;
  }
  return truncate(escapeControls(safe, { keepsLines }), maxLength);
}

/**
 * Quotes a value that somebody wrote, on one line, whatever is in it.
 *
 * @public
 */
export function quote(text: string): string {
  return `'${toSafeText(text, MAX_QUOTED_LENGTH)}'`;
}

/**
 * Removes secrets from the differences between two versions of an entity.
 *
 * @param redact - removes them from a text
 * @public
 */
export function redactDifferences(
  { fields, fieldCount }: EntityDifferences,
  redact: (text: string) => string = redactSecrets,
): EntityDifferences {
  return {
    fields: fields.map(({ before, after, textDiff, ...field }) => ({
      ...field,
      ...(before !== undefined && { before: redactJson(before, redact) }),
      ...(after !== undefined && { after: redactJson(after, redact) }),
      ...(textDiff !== undefined && { textDiff: redact(textDiff) }),
    })),
    fieldCount,
  };
}

function redactJson(
  value: JsonValue,
  redact: (text: string) => string,
): JsonValue {
  if (typeof value === 'string') {
    return redact(value);
  }
  if (Array.isArray(value)) {
    return value.map(item => redactJson(item, redact));
  }
  return typeof value === 'object' && value !== null
    ? (Object.fromEntries(
        Object.entries(value).map(([key, field]) => [
          key,
          field === undefined ? field : redactJson(field, redact),
        ]),
      ) as JsonObject)
    : value;
}
