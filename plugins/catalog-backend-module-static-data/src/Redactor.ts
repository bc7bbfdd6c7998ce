import { inspect } from 'node:util';
import { RootConfigService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { JsonValue } from '@backstage/types';
import {
  ChangeProvenance,
  MAX_MESSAGE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_STACK_TRACE_LENGTH,
  MAX_SUBJECT_LENGTH,
  redactDifferences,
  redactSecrets,
  SyncCommit,
  SyncFinding,
  toSafeText,
  truncate,
} from '@internal/plugin-static-data-common';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { SyncSourceConfig } from '@internal/plugin-static-data-node';

const REDACTED = '[redacted]';

/** Names of secrets in the configuration of integrations, all of which Backstage's schema has. */
const SECRET_KEY = /(?:token|password|secret|key|connectionString)$/i;

/** Characters at the start of a secret that tell something of it, and as many as a cut text shows. */
const SHORTEST_START = 6;
const LONGEST_START = 300;

/**
 * Makes texts from outside fit to be recorded, logged and shown: without secrets, control characters
 * or more length than anybody reads. Everything that free text passes on its way out of a sync passes
 * here: errors of the source when they are caught, findings and log lines, commits and changes before
 * they are recorded, and what the catalog reports before it is stored.
 */
export class Redactor {
  /** In every form in which they may stand in a text, the longest first. */
  readonly #secrets: string[];
  readonly #lowerCasedSecrets: string[];
  readonly #longestSecret: number;

  /** @param secrets - texts to remove besides everything that looks like a secret */
  constructor(secrets: string[]) {
    const forms = secrets
      .map(secret => secret.trim())
      .filter(Boolean)
      .flatMap(secret => [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
      ]);
    this.#secrets = [...new Set(forms)].sort((a, b) => b.length - a.length);
    this.#lowerCasedSecrets = this.#secrets.map(form => form.toLowerCase());
    this.#longestSecret = this.#secrets.at(0)?.length ?? 0;
  }

  /** Knows every secret that reading the sources may use. */
  static fromConfig(
    sources: Pick<SyncSourceConfig, 'source'>[],
    rootConfig: RootConfigService,
  ): Redactor {
    return new Redactor([
      ...sources.flatMap(({ source }) =>
        source.type === 'github' && source.token ? [source.token] : [],
      ),
      ...findSecrets(rootConfig.getOptional('integrations')),
    ]);
  }

  /**
   * Makes a text safe.
   *
   * @param options - `keepsLines`: whether it may have several lines
   * @returns at most `maxLength` characters
   */
  redact(
    text: string,
    maxLength = MAX_MESSAGE_LENGTH,
    options?: { keepsLines: boolean },
  ): string {
    return toSafeText(text, maxLength, {
      ...options,
      removeSecrets: each => this.#removeSecrets(each),
      longestSecret: this.#longestSecret,
    });
  }

  /** An error to log: loggers print errors with everything that is in them. */
  redactError(error: unknown): unknown {
    const printed = inspect(error, { depth: 6 });
    if (this.#removeSecrets(printed) === printed) {
      return error;
    }
    const redacted = new Error(
      this.redact(isError(error) ? error.message : String(error)),
    );
    redacted.stack = undefined;
    return redacted;
  }

  redactFinding(finding: SyncFinding): SyncFinding {
    const { message, hint, file, entity, owner, stackTrace } = finding;
    return {
      ...finding,
      message: this.redact(message),
      hint: this.redact(hint),
      ...(file && { file: this.redact(file, MAX_NAME_LENGTH) }),
      ...(entity && { entity: this.#redactRef(entity) }),
      ...(owner && { owner: this.#redactRef(owner) }),
      ...(stackTrace && {
        stackTrace: this.redact(stackTrace, MAX_STACK_TRACE_LENGTH, {
          keepsLines: true,
        }),
      }),
    };
  }

  redactCommit({ message, author, ...commit }: SyncCommit): SyncCommit {
    return {
      ...commit,
      message: this.redact(message, MAX_MESSAGE_LENGTH, { keepsLines: true }),
      ...(author && { author: this.redact(author, MAX_NAME_LENGTH) }),
    };
  }

  /**
   * A change, but for the version that is sent to the catalog, which stays as the source has it. Its
   * differences are bounded by who makes them, and say where they are cut.
   */
  redactChange(change: ChangeToRecord): ChangeToRecord {
    const { reason, provenance, differences } = change;
    return {
      ...change,
      ...(reason && { reason: this.redact(reason) }),
      ...(provenance && { provenance: this.redactProvenance(provenance) }),
      ...(differences && {
        differences: redactDifferences(differences, text =>
          this.#removeSecrets(text),
        ),
      }),
    };
  }

  redactProvenance(provenance: ChangeProvenance): ChangeProvenance {
    return {
      ...provenance,
      ...(provenance.commits && {
        commits: provenance.commits.map(({ subject, author, ...commit }) => ({
          ...commit,
          subject: this.redact(subject, MAX_SUBJECT_LENGTH),
          ...(author && { author: this.redact(author, MAX_NAME_LENGTH) }),
        })),
      }),
    };
  }

  #removeSecrets(text: string): string {
    return redactSecrets(this.#removeStarts(removeAll(text, this.#secrets)));
  }

  /** Removes what is left of a secret where somebody who does not know it has cut a text. */
  #removeStarts(text: string): string {
    const pieces = text.split('…');
    const last = pieces.pop();
    return [...pieces.map(piece => this.#removeStartAtEnd(piece)), last].join(
      '…',
    );
  }

  #removeStartAtEnd(piece: string): string {
    for (const secret of this.#secrets) {
      const longest = Math.min(LONGEST_START, secret.length, piece.length);
      for (let length = longest; length >= SHORTEST_START; length--) {
        if (piece.endsWith(secret.slice(0, length))) {
          return `${piece.slice(0, -length)}${REDACTED}`;
        }
      }
    }
    return piece;
  }

  /** Refs are in lower case, even those of entities that have a secret for an id. */
  #redactRef(entityRef: string): string {
    const redacted = this.redact(entityRef, MAX_NAME_LENGTH);
    return truncate(
      removeAll(redacted, this.#lowerCasedSecrets),
      MAX_NAME_LENGTH,
    );
  }
}

/** The texts in a configuration whose keys are those of secrets. */
function findSecrets(config: JsonValue | undefined): string[] {
  if (typeof config !== 'object' || config === null) {
    return [];
  }
  return Object.entries(config).flatMap(([key, value]) =>
    typeof value === 'string' && SECRET_KEY.test(key)
      ? [value]
      : findSecrets(value),
  );
}

function removeAll(text: string, secrets: string[]): string {
  return secrets.reduce(
    (rest, secret) => rest.replaceAll(secret, REDACTED),
    text,
  );
}
