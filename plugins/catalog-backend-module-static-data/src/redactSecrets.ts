import { SyncFinding } from '@internal/plugin-static-data-common';

const REDACTED = '[redacted]';

const SECRET_PATTERNS: Array<[pattern: RegExp, replacement: string]> = [
  [/\bgh[a-z]_\w{8,}/g, REDACTED],
  [/\bgithub_pat_\w{8,}/g, REDACTED],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, REDACTED],
  [/\bBearer\s+[^\s"',;]+/gi, `Bearer ${REDACTED}`],
  [/:\/\/[^/\s@]+@/g, `://${REDACTED}@`],
  [/([?&](?:access_)?token=)[^&\s]+/gi, `$1${REDACTED}`],
];

/**
 * Takes secrets out of a text that people will see: those that are known, and
 * everything that looks like a token of GitHub or like credentials.
 */
export function redactSecrets(text: string, secrets: string[]): string {
  let redacted = text;
  for (const secret of secrets.map(value => value.trim())) {
    if (secret) {
      redacted = redacted
        .replaceAll(secret, REDACTED)
        .replaceAll(encodeURIComponent(secret), REDACTED);
    }
  }
  for (const [pattern, replacement] of SECRET_PATTERNS) {
    redacted = redacted.replace(pattern, replacement);
  }
  return redacted;
}

/** Takes secrets out of all that a finding says. */
export function redactFinding(
  finding: SyncFinding,
  secrets: string[],
): SyncFinding {
  const { message, hint, file, entity, stackTrace } = finding;
  // Refs are in lower case, also those of entities that have a secret for an id.
  const lowerCased = secrets.map(secret => secret.toLowerCase());
  return {
    ...finding,
    message: redactSecrets(message, secrets),
    hint: redactSecrets(hint, secrets),
    ...(file && { file: redactSecrets(file, secrets) }),
    ...(entity && {
      entity: redactSecrets(entity, [...secrets, ...lowerCased]),
    }),
    ...(stackTrace && { stackTrace: redactSecrets(stackTrace, secrets) }),
  };
}
