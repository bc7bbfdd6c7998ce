import { issuesOf } from './__testUtils__/issuesOf';
import { syncLogsQuerySchema, syncLogTextQuerySchema } from './logs';

describe('queries for logs', () => {
  it('ask for everything by default, in pages or as text', () => {
    expect(syncLogsQuerySchema.parse({})).toEqual({ limit: 50 });
    expect(syncLogTextQuerySchema.parse({})).toEqual({});
  });

  it('read every parameter', () => {
    expect(
      syncLogsQuerySchema.parse({ level: 'warn', limit: '5', cursor: 'abc' }),
    ).toEqual({ level: 'warn', limit: 5, cursor: 'abc' });
    expect(syncLogTextQuerySchema.parse({ level: 'error' })).toEqual({
      level: 'error',
    });
  });

  it('refuse an unknown level, and pages of a text', () => {
    const level = 'level: must be one of debug, info, warn, error';

    expect(issuesOf(syncLogsQuerySchema, { level: 'fatal' })).toEqual([level]);
    expect(issuesOf(syncLogTextQuerySchema, { level: 'INFO' })).toEqual([
      level,
    ]);
    expect(issuesOf(syncLogTextQuerySchema, { limit: '5' })).toEqual([
      'unknown: limit',
    ]);
  });
});
