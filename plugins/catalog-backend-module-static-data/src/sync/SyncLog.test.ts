import { mockServices } from '@backstage/backend-test-utils';
import { SyncPhase } from '@internal/plugin-static-data-common';
import { Redactor } from '../Redactor';
import { SyncLog } from './SyncLog';

function createLog(
  options: { secrets?: string[]; phase?: () => SyncPhase } = {},
) {
  const logger = mockServices.logger.mock();
  const log = new SyncLog({
    logger,
    redactor: new Redactor(options.secrets ?? []),
    currentPhase: options.phase ?? (() => 'FETCH'),
  });
  return { log, logger };
}

const messages = (lines: { message: string }[]) =>
  lines.map(({ message }) => message);

describe('SyncLog', () => {
  it('keeps every line with its time, its level and the phase it was written in', () => {
    let phase: SyncPhase = 'FETCH';
    const { log } = createLog({ phase: () => phase });
    log.info('two');
    phase = 'CATALOG_APPLY';
    log.warn('three');
    log.error('four');

    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
    expect(log.all()).toEqual([
      { time, level: 'info', phase: 'FETCH', message: 'two' },
      { time, level: 'warn', phase: 'CATALOG_APPLY', message: 'three' },
      { time, level: 'error', phase: 'CATALOG_APPLY', message: 'four' },
    ]);
  });

  it('writes lines to the log of the backend', () => {
    const { log, logger } = createLog();
    log.info('two');
    log.warn('three');
    log.error('four');

    expect(logger.info).toHaveBeenCalledWith('two');
    expect(logger.warn).toHaveBeenCalledWith('three');
    expect(logger.error).toHaveBeenCalledWith('four');
  });

  it('takes secrets out, here and in the log of the backend', () => {
    const { log, logger } = createLog({ secrets: ['opensesame'] });
    log.info('opensesame, https://ada:pw@example.com, ghp_0123456789abcdef');
    const expected = '[redacted], https://[redacted]@example.com, [redacted]';
    expect(messages(log.all())).toEqual([expected]);
    expect(logger.info).toHaveBeenCalledWith(expected);
  });

  it('leaves no part of a secret where it cuts a long message', () => {
    const { log } = createLog({ secrets: ['opensesame'] });
    log.info(`${'a'.repeat(1995)}opensesame`);
    expect(log.all()[0].message).not.toContain('open');
  });

  it('cuts a long message', () => {
    const { log, logger } = createLog();
    log.info('a'.repeat(2000));
    log.info('b'.repeat(2345));
    const cut = `${'b'.repeat(1999)}…`;
    expect(messages(log.all())).toEqual(['a'.repeat(2000), cut]);
    expect(logger.info).toHaveBeenLastCalledWith(cut);
  });

  it('keeps no more than a megabyte', () => {
    const { log } = createLog();
    for (let number = 0; number < 600; number += 1) {
      log.info('a'.repeat(2000));
    }
    expect(log.all()).toHaveLength(500);
  });

  it('lets no text write lines of its own, or steer a terminal', () => {
    const { log, logger } = createLog();
    log.info('a\0b\n2026 error: \u001b[31mred\u001b[0m \u202egnp.exe');
    const expected =
      'a\\u0000b\\n2026 error: \\u001b[31mred\\u001b[0m \\u202egnp.exe';
    expect(messages(log.all())).toEqual([expected]);
    expect(logger.info).toHaveBeenCalledWith(expected);
  });

  it('gives the lines that were not taken yet, with their position', () => {
    const { log } = createLog();
    expect(log.takeUnflushed()).toEqual({ lines: [], firstPosition: 0 });

    log.info('one');
    log.info('two');
    const first = log.takeUnflushed();
    expect(messages(first.lines)).toEqual(['one', 'two']);
    expect(first.firstPosition).toBe(0);

    log.info('three');
    const second = log.takeUnflushed();
    expect(messages(second.lines)).toEqual(['three']);
    expect(second.firstPosition).toBe(2);

    expect(log.takeUnflushed()).toEqual({ lines: [], firstPosition: 3 });
    expect(messages(log.all())).toEqual(['one', 'two', 'three']);
  });

  it('keeps the first of too many lines, and says at the end what it left out', () => {
    const { log, logger } = createLog();
    for (let number = 0; number < 2000; number += 1) {
      log.info(`line ${number}`);
    }
    log.takeUnflushed();
    log.info('too much');
    log.error('too much');
    log.info('too much');
    expect(log.all()).toHaveLength(2000);
    expect(log.takeUnflushed().lines).toEqual([]);
    expect(logger.error).toHaveBeenCalledWith('too much');

    log.end();
    const { lines, firstPosition } = log.takeUnflushed();
    expect(firstPosition).toBe(2000);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'warn',
        message:
          '3 more lines were left out (2 info, 1 error); see the log of the backend',
      }),
    ]);
    expect(log.all()).toHaveLength(2001);
  });

  it('adds nothing at the end when nothing was left out', () => {
    const { log } = createLog();
    log.info('one');
    log.end();
    expect(messages(log.all())).toEqual(['one']);
  });
});
