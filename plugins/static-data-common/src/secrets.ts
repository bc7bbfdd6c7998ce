import { JsonObject, JsonValue } from '@backstage/types';
import { EntityDifferences } from './types';

const REDACTED = '[redacted]';

/** Names of parameters in the query of an address. */
const SECRET_PARAMETER =
  /token|secret|passw|credential|signature|^sig$|^code$|api[_-]?key|access[_-]?key/i;

type Replacement = (match: string, ...groups: string[]) => string;

const redactAll: Replacement = () => REDACTED;
const redactRest: Replacement = (_, start) => `${start}${REDACTED}`;

/**
 * What looks like a token or a private key, and credentials in an address, whoever they belong to.
 * None of the patterns matches what a cut text ends in (…), or what another has put in differently.
 */
const SECRET_PATTERNS: Array<[pattern: RegExp, replace: Replacement]> = [
  // GitHub, GitLab, Slack, npm, Google, AWS
  [/\bgh[a-z]_\w{8,}/g, redactAll],
  [/\bgithub_pat_\w{8,}/g, redactAll],
  [/\bgl[a-z]{2,6}-[\w-]{16,}/g, redactAll],
  [/\bxox[a-z]-[\w-]{8,}/g, redactAll],
  [/\bxapp-[\w-]{8,}/g, redactAll],
  [/\bnpm_\w{30,}/g, redactAll],
  [/\bAIza[\w-]{35}/g, redactAll],
  [/\bA(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}\b/g, redactAll],
  // The addresses of webhooks are secrets themselves.
  [
    /\b(hooks\.slack\.com\/|discord(?:app)?\.com\/api\/webhooks\/|webhook\.office\.com\/)[^\s"'<>…]+/g,
    redactRest,
  ],
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    redactAll,
  ],
  [/[\w.-]+/g, redactJsonWebToken],
  [
    /\b(authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:(?:basic|bearer|token|digest)\s{1,3})?)[^\s"',;…]+/gi,
    redactRest,
  ],
  [/\b(bearer\s{1,3})[^\s"',;…]+/gi, redactRest],
  [
    /((?:passw(?:or)?d|pwd|secret|secret_access_key|api[_-]?key|access[_-]?key|private[_-]token)["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"',;&#<>…]+/gi,
    redactRest,
  ],
  [/(:\/\/)[^/\s@]+@/g, (_, start) => `${start}${REDACTED}@`],
  [
    /([?&]([\w.-]+)=)[^&#\s"'<>…]+/g,
    (match, start, name) =>
      SECRET_PARAMETER.test(name) ? `${start}${REDACTED}` : match,
  ],
];

/** A token that starts inside a run of its characters: a pattern would try every start, and each to the end. */
function redactJsonWebToken(run: string): string {
  const start = run.indexOf('eyJ');
  return start >= 0 && run.indexOf('.', start) > 0
    ? `${run.slice(0, start)}${REDACTED}`
    : run;
}

/**
 * Removes what looks like a secret from a text. Takes time in proportion to the length of the text,
 * which the caller has to limit.
 *
 * @public
 */
export function redactSecrets(text: string): string {
  let redacted = text;
  for (const [pattern, replace] of SECRET_PATTERNS) {
    redacted = redacted.replace(pattern, replace);
  }
  return redacted;
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
