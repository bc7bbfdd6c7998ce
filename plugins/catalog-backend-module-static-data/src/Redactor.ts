import { inspect } from 'node:util';
import { RootConfigService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { SyncFinding, truncate } from '@internal/plugin-static-data-common';
import { StaticDataConfig } from '@internal/plugin-static-data-node';

const REDACTED = '[redacted]';

/** Names of parameters in the query of an address. */
const SECRET_PARAMETER =
  /token|secret|passw|credential|signature|^sig$|^code$|api[_-]?key|access[_-]?key/i;

/** What looks like a token or a private key, and credentials in an address, whoever they belong to. */
const SECRET_PATTERNS: Array<
  [pattern: RegExp, replace: (match: string, ...groups: string[]) => string]
> = [
  // GitHub, GitLab, Slack, AWS
  [/\bgh[a-z]_\w{8,}/g, () => REDACTED],
  [/\bgithub_pat_\w{8,}/g, () => REDACTED],
  [/\bgl[a-z]{2,6}-[\w-]{16,}/g, () => REDACTED],
  [/\bxox[a-z]-[\w-]{8,}/g, () => REDACTED],
  [/\bxapp-[\w-]{8,}/g, () => REDACTED],
  [/\bhooks\.slack\.com\/[^\s"'<>]+/g, () => `hooks.slack.com/${REDACTED}`],
  [/\bA(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}\b/g, () => REDACTED],
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    () => REDACTED,
  ],
  [/[\w.-]+/g, redactJsonWebToken],
  [/\bBearer\s+[^\s"',;]+/gi, () => `Bearer ${REDACTED}`],
  [/:\/\/[^/\s@]+@/g, () => `://${REDACTED}@`],
  [
    /([?&]([\w.-]+)=)[^&#\s"'<>]+/g,
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
 * Decides what is secret, and removes it from texts: from errors of the source when they are
 * caught, from findings before they are recorded, from log lines before they are logged, and from
 * what the catalog reports before it is stored.
 */
export class Redactor {
  readonly #secrets: string[];

  /** @param secrets - texts to remove besides everything that looks like a secret */
  constructor(secrets: string[]) {
    this.#secrets = secrets.map(secret => secret.trim()).filter(Boolean);
  }

  /** Knows every secret that reading the source may use. */
  static fromConfig(
    source: StaticDataConfig['source'],
    rootConfig: RootConfigService,
  ): Redactor {
    const integrations = ScmIntegrations.fromConfig(rootConfig).github.list();
    const secrets = [
      source.type === 'github' ? source.token : undefined,
      ...integrations.flatMap(({ config: { token, apps = [] } }) => [
        token,
        ...apps.flatMap(app => [
          app.privateKey,
          app.clientSecret,
          app.webhookSecret,
        ]),
      ]),
    ];
    return new Redactor(secrets.filter(secret => secret !== undefined));
  }

  /**
   * Removes secrets from a text.
   *
   * @param maxLength - characters at which the text is cut afterwards; before, half a secret would
   * not be recognised
   */
  redact(text: string, maxLength = Infinity): string {
    let redacted = text;
    for (const secret of this.#secrets) {
      redacted = redacted
        .replaceAll(secret, REDACTED)
        .replaceAll(encodeURIComponent(secret), REDACTED);
    }
    for (const [pattern, replace] of SECRET_PATTERNS) {
      redacted = redacted.replace(pattern, replace);
    }
    return truncate(redacted, maxLength);
  }

  /** An error to log: loggers print errors with everything that is in them. */
  redactError(error: unknown): unknown {
    const printed = inspect(error, { depth: 6 });
    if (this.redact(printed) === printed) {
      return error;
    }
    const redacted = new Error(
      this.redact(isError(error) ? error.message : String(error)),
    );
    redacted.stack = undefined;
    return redacted;
  }

  redactFinding(finding: SyncFinding): SyncFinding {
    const { message, hint, file, entity, stackTrace } = finding;
    return {
      ...finding,
      message: this.redact(message),
      hint: this.redact(hint),
      ...(file && { file: this.redact(file) }),
      ...(entity && { entity: this.#redactRef(entity) }),
      ...(stackTrace && { stackTrace: this.redact(stackTrace) }),
    };
  }

  /** Refs are in lower case, even those of entities that have a secret for an id. */
  #redactRef(entityRef: string): string {
    const lowerCased = this.#secrets.map(secret => secret.toLowerCase());
    return new Redactor(lowerCased).redact(this.redact(entityRef));
  }
}
