import { ResponseChecker } from './ResponseChecker';

describe('ResponseChecker', () => {
  const checker = new ResponseChecker();
  const json = { status: 200, type: 'application/json' };
  const health = {
    status: 'HEALTHY',
    reasons: [],
    lastSuccessfulSync: null,
    dataAsOf: null,
    consecutiveFailures: 0,
    uptime: 100,
    nextSync: null,
    lateBy: 0,
  };
  const error = {
    error: { name: 'NotFoundError', message: 'No sync has this id' },
    request: { method: 'GET', url: '/sync-history/1' },
    response: { statusCode: 404 },
  };

  it.each([
    ['/health', { ...json, body: health }],
    ['/sync-history/1', { ...json, status: 404, body: error }],
    [
      '/sync-history/1/logs?level=info',
      { ...json, type: 'text/plain', body: {} },
    ],
    ['/nowhere', { ...json, status: 404, body: error }],
  ])('accepts what the document has of %s', (path, response) => {
    expect(() => checker.check('get', path, response)).not.toThrow();
  });

  it.each([
    [
      'a status that is not documented',
      '/health',
      { ...json, status: 409, body: error },
      /^GET \/health .* answers 409, which the OpenAPI document does not have/,
    ],
    [
      'another content type',
      '/health',
      { ...json, type: 'text/html', body: {} },
      /^GET \/health .* answers 200 as 'text\/html'/,
    ],
    [
      'a property that is not documented',
      '/health',
      { ...json, body: { ...health, secret: 'x' } },
      /GET \/health.*must NOT have additional properties \(secret\)/,
    ],
    [
      'a missing property',
      '/health',
      { ...json, body: { ...health, uptime: undefined } },
      /GET \/health.*'uptime'/,
    ],
    [
      'a wrong value deep inside',
      '/sync-history/1/logs',
      {
        ...json,
        body: {
          syncId: '1',
          lines: [{ time: 't', level: 'loud', phase: 'FETCH', message: '' }],
          pagination: { limit: 1, hasMore: false },
        },
      },
      /GET \/sync-history\/{syncId}\/logs.*body\/lines\/0\/level/,
    ],
    [
      'the answer of an operation with a similar path',
      '/sync-history/running',
      { ...json, body: health },
      /GET \/sync-history\/running /,
    ],
    [
      'an error that is none of Backstage',
      '/sync-history/1',
      { ...json, status: 404, body: { message: 'gone' } },
      /GET \/sync-history\/{syncId} .*'error'/,
    ],
    [
      'an operation that is not documented',
      '/nowhere',
      { ...json, body: {} },
      /^The OpenAPI document has no GET \/nowhere/,
    ],
  ])('refuses %s', (_, path, response, message) => {
    expect(() => checker.check('get', path, response)).toThrow(message);
  });
});
