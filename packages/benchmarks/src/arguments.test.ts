import { readArguments } from './arguments';

describe('readArguments', () => {
  it('measures everything unless told otherwise', () => {
    expect(readArguments([])).toEqual({
      parts: ['write', 'read', 'github', 'cli'],
      sizes: [1000, 10000, 50000],
      records: 100_000,
      applications: [2000, 10000],
      databases: ['SQLite', 'PostgreSQL'],
      rounds: 3,
    });
  });

  it('takes parts, sizes, records, applications, databases and rounds', () => {
    const args =
      'write --sizes 10,20 --records 500 --applications 30 --databases postgresql --rounds 5';
    expect(readArguments(args.split(' '))).toEqual({
      parts: ['write'],
      sizes: [10, 20],
      records: 500,
      applications: [30],
      databases: ['PostgreSQL'],
      rounds: 5,
    });
  });

  it.each([
    [['everything'], `There is no part 'everything'`],
    [['--databases', 'Oracle'], `There is no database 'Oracle'`],
    [['--sizes', '10,few'], `'few' is not a whole number`],
    [['--rounds', '0'], `'0' is not a whole number above zero`],
    [['--speed', '1'], '--speed'],
  ])('refuses %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
