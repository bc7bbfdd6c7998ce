import { inspect } from 'node:util';
import { RootConfigService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { SyncFinding, truncate } from '@internal/plugin-static-data-common';
import { StaticDataConfig } from '@internal/plugin-static-data-node';

const REDACTED = '[redacted]';

/** What looks like a GitHub token, a JSON web token or credentials, whoever they belong to. */
const SECRET_PATTERNS: Array<[pattern: RegExp, replacement: string]> = [
  [/\bgh[a-z]_\w{8,}/g, REDACTED],
  [/\bgithub_pat_\w{8,}/g, REDACTED],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, REDACTED],
  [/\bBearer\s+[^\s"',;]+/gi, `Bearer ${REDACTED}`],
  [/:\/\/[^/\s@]+@/g, `://${REDACTED}@`],
  [/([?&](?:access_)?token=)[^&\s]+/gi, `$1${REDACTED}`],
];

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
    for (const [pattern, replacement] of SECRET_PATTERNS) {
      redacted = redacted.replace(pattern, replacement);
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
