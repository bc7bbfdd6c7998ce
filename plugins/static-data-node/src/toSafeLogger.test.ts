import { mockServices } from '@backstage/backend-test-utils';
import { toSafeLogger } from './toSafeLogger';

describe('toSafeLogger', () => {
  it('keeps a message on its line, without secrets', () => {
    const logger = mockServices.logger.mock();
    toSafeLogger(logger).warn('a\nb \u001b[31m ghp_0123456789abcdef');
    expect(logger.warn.mock.calls).toEqual([['a\\nb \\u001b[31m [redacted]']]);
  });

  it('indents the lines of an error', () => {
    const logger = mockServices.logger.mock();
    const error = new Error('first\nsecond Bearer abcdef');
    toSafeLogger(logger).error('Failed', error);
    expect(logger.error.mock.calls).toEqual([
      [
        'Failed',
        {
          error: expect.stringMatching(
            /^Error: first\n {4}second Bearer \[redacted\]\n {8}at /,
          ),
        },
      ],
    ]);
  });

  it('gives loggers that are as safe', () => {
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    toSafeLogger(logger).child({ syncId: '1' }).info('a\rb');
    expect(logger.child).toHaveBeenCalledWith({ syncId: '1' });
    expect(logger.info).toHaveBeenCalledWith('a\\rb');
  });
});
