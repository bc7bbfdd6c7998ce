import { serializeError } from '@backstage/errors';
import { asStoreOperations, StoreError } from './StoreError';

class Counter {
  #count = 0;

  async add(amount: number): Promise<number> {
    this.#count += amount;
    return this.#count;
  }

  async fail(cause: unknown): Promise<void> {
    throw cause;
  }

  failAtOnce(): Promise<void> {
    throw new TypeError('insert into secrets');
  }
}

const databaseError = Object.assign(
  new Error(`insert into secrets (value) values ('s3cret') - no such table`),
  { code: 'SQLITE_ERROR', detail: 's3cret' },
);

describe('asStoreOperations', () => {
  const counter = asStoreOperations('counter', new Counter());

  it('hands calls through', async () => {
    await counter.add(2);
    expect(await counter.add(3)).toBe(5);
  });

  it('names the operation and the code of what failed', async () => {
    const error = await counter.fail(databaseError).catch(e => e);
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toBe(
      'The sync store failed in counter.fail: SQLITE_ERROR',
    );
    expect(error.cause).toBe(databaseError);
  });

  it('says why where it is part of a text, without the statement and its values', async () => {
    const error = await counter.fail(databaseError).catch(e => e);
    expect(`Retrying: ${error}`).toBe(
      'Retrying: StoreError: The sync store failed in counter.fail: SQLITE_ERROR (no such table)',
    );
  });

  it.each([
    ['TypeError', new TypeError('no')],
    ['unknown error', 'a string'],
    ['unknown error', undefined],
  ])('says %p where there is no code', async (expected, cause) => {
    await expect(counter.fail(cause)).rejects.toThrow(
      `The sync store failed in counter.fail: ${expected}`,
    );
  });

  it('treats an exception like a rejection', async () => {
    await expect(counter.failAtOnce()).rejects.toThrow(StoreError);
  });

  it('lets a log show the message of the cause', async () => {
    const error = await counter.fail(databaseError).catch(e => e);
    expect(JSON.stringify(error.cause)).toContain('no such table');
  });

  it('tells a client nothing of the statement', async () => {
    const error = await counter.fail(databaseError).catch(e => e);
    expect(JSON.stringify(serializeError(error))).not.toContain('s3cret');
  });
});
