import { issuesOf } from './__testUtils__/issuesOf';
import { refreshBodySchema } from './refresh';

describe('refreshBodySchema', () => {
  it('asks for a real sync, without waiting, by default', () => {
    expect(refreshBodySchema.parse({})).toEqual({
      dryRun: false,
      full: false,
      wait: false,
    });
  });

  it.each([
    'main',
    'feature/new-squads',
    'v1.2.3',
    '9fceb02d0ae598e95dc970b74767f19372d61af8',
    'user@host',
    'größe',
    'x'.repeat(255),
  ])('takes the ref %j for a preview', ref => {
    expect(refreshBodySchema.parse({ dryRun: true, ref, wait: true })).toEqual({
      dryRun: true,
      ref,
      full: false,
      wait: true,
    });
  });

  it('does not take a dry run that sends everything', () => {
    expect(issuesOf(refreshBodySchema, { dryRun: true, full: true })).toEqual([
      'full: does not go with dryRun: true, which sends nothing',
    ]);
  });

  it.each([
    '',
    '-rf',
    '/main',
    'main/',
    'main.',
    'a//b',
    'a..b',
    '../../etc/passwd',
    '.hidden',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a b',
    'a\nb',
    'a\u0000b',
    'a\u007fb',
    'a\u202eb',
    'a\ud800b',
    '\ufeffmain',
    'a~1',
    'a^2',
    'a:b',
    'a?b',
    'a*',
    'a[b',
    'a\\b',
    'a@{1}',
    '@',
    'x'.repeat(256),
    7,
    null,
  ])('refuses the ref %j', ref => {
    const issues = issuesOf(refreshBodySchema, { dryRun: true, ref });

    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatch(/^ref: must /);
  });

  it.each([{ ref: 'main' }, { ref: 'main', dryRun: false }])(
    'refuses the ref of %j, which would be applied',
    body => {
      expect(issuesOf(refreshBodySchema, body)).toEqual([
        'ref: only goes with dryRun: true',
      ]);
    },
  );

  it.each(['true', 1, null])('refuses %j as a flag', value => {
    expect(issuesOf(refreshBodySchema, { dryRun: value })).toEqual([
      'dryRun: must be true or false',
    ]);
    expect(issuesOf(refreshBodySchema, { wait: value })).toEqual([
      'wait: must be true or false',
    ]);
  });

  it.each([[[]], ['refresh'], [3]])('refuses the body %j', body => {
    expect(issuesOf(refreshBodySchema, body)).toEqual([
      ': must be a JSON object',
    ]);
  });

  it('refuses what it does not know', () => {
    expect(refreshBodySchema.safeParse({ force: true }).error?.issues).toEqual([
      expect.objectContaining({ code: 'unrecognized_keys', keys: ['force'] }),
    ]);
  });
});
