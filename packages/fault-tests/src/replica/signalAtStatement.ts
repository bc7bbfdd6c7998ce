import { Knex } from 'knex';
import { SignalAtStatement } from '../protocol';

/** Has this process send itself a signal when a statement is about to be executed. */
export function signalAtStatement(
  knex: Knex,
  { containing, skip, signal }: SignalAtStatement,
  beforeSignal: () => void,
): void {
  let left = skip;
  const listener = (query: { sql: string; bindings?: unknown[] }) => {
    const isMeant =
      query.sql.includes(containing) || query.bindings?.includes(containing);
    if (isMeant && left-- === 0) {
      knex.removeListener('query', listener);
      beforeSignal();
      process.kill(process.pid, signal);
    }
  };
  knex.on('query', listener);
}
