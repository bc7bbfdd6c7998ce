import { isError } from '@backstage/errors';
import { retryWhileBusy } from './retryWhileBusy';

/**
 * The store could not do what it was asked to do.
 *
 * Errors of a database carry the statement with its values, and an error that reaches
 * the HTTP layer is sent to the client. So the message says which operation failed and
 * the code of the database's error, no more. `cause` is not enumerable: logs show it,
 * answers do not.
 *
 * @public
 */
export class StoreError extends Error {
  readonly name = 'StoreError';

  constructor(operation: string, cause: unknown) {
    super(`The sync store failed in ${operation}: ${toCode(cause)}`, { cause });
  }
}

/** Runs an operation of the store; it fails with a {@link StoreError} or not at all. */
export async function runStoreOperation<T>(
  name: string,
  operation: () => Promise<T>,
): Promise<T> {
  try {
    return await retryWhileBusy(operation);
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
