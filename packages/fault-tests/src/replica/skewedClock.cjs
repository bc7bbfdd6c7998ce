// Preloaded into a replica whose clock is off by the number of milliseconds that the
// environment names, which may change while it runs. SQLite runs in the same process, and so has the same
// clock.

const Database = require('better-sqlite3');

const RealDate = Date;
const now = () =>
  RealDate.now() + Number(process.env.FAULT_TESTS_CLOCK_SKEW_MS);

const SkewedDate = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, key, receiver) =>
    key === 'now' ? now : Reflect.get(target, key, receiver),
});

// An assignment would declare another Date to the type checker.
Reflect.defineProperty(globalThis, 'Date', { value: SkewedDate });

const SQL_FUNCTIONS = ['date', 'time', 'datetime', 'julianday', 'strftime'];

// Those of SQLite itself, which a connection does not have any more once it has others of these names.
const original = new Database(':memory:');
const callOriginal = (name, args) =>
  original
    .prepare(`SELECT ${name}(${args.map(() => '?').join()})`)
    .pluck()
    .get(
      args.map(arg => (arg === 'now' ? new SkewedDate().toISOString() : arg)),
    );

function skew(connection) {
  // The defaults of columns use them too.
  connection.pragma('trusted_schema = ON');
  for (const name of SQL_FUNCTIONS) {
    connection.function(name, { varargs: true }, (...args) =>
      callOriginal(name, args),
    );
  }
  connection.function('current_timestamp', () =>
    callOriginal('datetime', ['now']),
  );
  return connection;
}

require.cache[require.resolve('better-sqlite3')].exports = new Proxy(Database, {
  construct: (...call) => skew(Reflect.construct(...call)),
});
