import { isError } from '@backstage/errors';
import { toSafeText } from '@internal/plugin-static-data-common';

const MAX_REASON_LENGTH = 300;

/**
 * An operation of the sync store failed.
 *
 * Errors of a database carry the statement with its values, and an error that reaches the HTTP
 * layer is sent to the client. So the message names the operation and the code of the database's
 * error, and nothing else. Logs show `cause`, or the `reason` where the error is part of a text;
 * answers show neither.
 *
 * @public
 */
export class StoreError extends Error {
  readonly name = 'StoreError';
  constructor(operation: string, cause: unknown) {
    super(`The sync store failed in ${operation}: ${toCode(cause)}`, {
      cause: toLoggable(cause),
    });
  }

  /** For logs: says why, which the message does not. */
  toString(): string {
    return `${this.name}: ${this.message} (${toDatabaseReason(this.cause)})`;
  }
}

/** Runs an operation of the store; if it fails, then with a {@link StoreError}. */
export async function runStoreOperation<T>(
  name: string,
  operation: () => Promise<T>,
): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw new StoreError(name, error);
  }
}

/** Makes every method of a store run as a store operation, named `<storeName>.<method>`. */
export function asStoreOperations<T extends object>(
  storeName: string,
  store: T,
): T {
  return new Proxy(store, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') {
        return member;
      }
      return (...args: unknown[]) =>
        runStoreOperation(`${storeName}.${String(key)}`, async () =>
          member.apply(target, args),
        );
    },
  });
}

function toCode(cause: unknown): string {
  if (!isError(cause)) {
    return 'unknown error';
  }
  return typeof cause.code === 'string' ? cause.code : cause.name;
}

/**
 * Why a statement failed, in the words of the database and at most 300 characters, without the
 * statement: Knex 3.3 writes that first, on SQLite with its values, and then ` - `.
 *
 * @public
 */
export function toDatabaseReason(cause: unknown): string {
  const message = isError(cause) ? cause.message : String(cause);
  return toSafeText(message.split(' - ').at(-1)!, MAX_REASON_LENGTH);
}

/**
 * Backstage's logger (backend-defaults 0.18) writes the enumerable properties of a cause, and
 * the message of an error is not one of them. What it writes here leaves out the statement, whose
 * values may be large, or secret.
 */
function toLoggable(cause: unknown): unknown {
  if (isError(cause) && Object.isExtensible(cause)) {
    Object.defineProperty(cause, 'message', {
      value: toDatabaseReason(cause),
      enumerable: true,
    });
  }
  return cause;
}
