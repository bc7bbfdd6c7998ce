import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { TestDatabases } from '@backstage/backend-test-utils';
import { SyncFinding } from '@internal/plugin-static-data-common';
import request from 'supertest';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const run = promisify(execFile);

const EXAMPLES = resolve(__dirname, '../../../../examples');

const CLI = dirname(
  require.resolve('@internal/plugin-static-data-cli/package.json'),
);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** What of a finding does not depend on where it is read. */
function toComparable(findings: SyncFinding[]) {
  return findings
    .map(({ severity, code, message, hint, line, entity, owner }) =>
      JSON.stringify({ severity, code, message, hint, line, entity, owner }),
    )
    .sort();
}

describe('a check before the merge', () => {
  let folder: string;
  let bundle: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'static-data-before-the-merge-'));
    bundle = join(folder, 'static-data.cjs');
    await run(process.execPath, [join(CLI, 'scripts/build.mjs'), bundle]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Wrong in as many ways as there are places to be wrong in. */
  async function breakSource(directory: string) {
    const change = async (
      path: string,
      edit: (records: Record<string, unknown>[]) => unknown,
    ) => {
      const file = join(directory, path);
      const records = JSON.parse(await readFile(file, 'utf8'));
      await writeFile(file, JSON.stringify(edit(records), undefined, 1));
    };
    await change('data/squads.json', ([first, second, ...others]) => [
      { ...first, id: 'not valid' },
      { ...second, members: [true], parent: 'nobody' },
      ...others,
      { ...second },
    ]);
    await change(
      'data/applications.json',
      ([first, second, third, ...others]) => [
        { ...first, supportedBySquadsIds: [] },
        { ...second, url: 'ftp://example.com', tags: ['日本'] },
        { ...third, repository: 'harborline-wealth/nowhere' },
        ...others,
      ],
    );
    await change('data/bounded-contexts.json', ([first, ...others]) => [
      { ...first, name: {} },
      ...others,
    ]);
    const contracts = join(directory, 'contracts');
    await writeFile(
      join(contracts, 'order-core/openapi/order-api/v1.yaml'),
      '[',
    );
    await writeFile(join(contracts, 'order-core/stray.yaml'), 'openapi: 3.0.0');
    await writeFile(
      join(
        directory,
        'repositories/harborline-wealth/ledger-service/build.gradle',
      ),
      'openapi { consumer { java(version) } }\napply from: "none.gradle"',
    );
  }

  it.each<[string, (directory: string) => Promise<void>, number]>([
    ['the sample source', async () => {}, 0],
    ['a broken one', breakSource, 10],
  ])('says of %s what a sync says', async (_, prepare, atLeast) => {
    const directory = await mkdtemp(join(folder, 'source-'));
    await cp(join(EXAMPLES, 'static-data'), directory, { recursive: true });
    await prepare(directory);

    const { server, refresh } = await startTestProduct({
      databases,
      databaseId: 'SQLITE_3',
      config: { staticData: { directory } },
    });
    const { id, stats } = await refresh();
    const { body } = await request(server)
      .get(`/api/static-data/sync-history/${id}/findings?limit=200`)
      .expect(200);

    const checked = await run(
      process.execPath,
      [bundle, 'validate', directory, '--format', 'json'],
      // It exits with 1 if there are errors.
    ).catch(error => error);
    const validation = JSON.parse(checked.stdout);

    expect(toComparable(validation.findings)).toEqual(
      toComparable(body.findings),
    );
    expect(validation.findings.length).toBeGreaterThanOrEqual(atLeast);
    expect(validation.summary.totalEntities).toBe(stats.totalEntities);
  });

  it.each<[string, (directory: string) => Promise<unknown>]>([
    ['a source that is broken', breakSource],
    [
      'build files that are gone',
      directory =>
        rm(join(directory, 'repositories/harborline-wealth/ledger-service'), {
          recursive: true,
        }),
    ],
    [
      'a file that is gone',
      directory => rm(join(directory, 'data/domains.json')),
    ],
  ])('says of %s after a sync what the next one says', async (_, change) => {
    const directory = await mkdtemp(join(folder, 'source-'));
    await cp(join(EXAMPLES, 'static-data'), directory, { recursive: true });
    for (const args of [
      ['init', '--initial-branch', 'main'],
      ['add', '--all'],
      [
        ...['-c', 'user.name=Jane', '-c', 'user.email=jane@example.com'],
        ...['commit', '--message', 'Begin'],
      ],
    ]) {
      await run('git', args, { cwd: directory });
    }
    const { server, refresh } = await startTestProduct({
      databases,
      databaseId: 'SQLITE_3',
      config: { staticData: { directory } },
    });
    await refresh();
    await change(directory);
    const { id } = await refresh();
    const read = async (what: string) => {
      const { body } = await request(server)
        .get(`/api/static-data/sync-history/${id}/${what}?limit=200`)
        .expect(200);
      return body;
    };
    const said = await read('findings');
    const { changes } = await read('changes');

    const call = async (...args: string[]) => {
      const { stdout } = await run(process.execPath, [
        ...[bundle, ...args, directory, '--base', 'HEAD', '--format', 'json'],
      ]).catch(error => error);
      return JSON.parse(stdout);
    };
    const validation = await call('validate');
    expect(toComparable(validation.findings)).toEqual(
      toComparable(
        said.findings.filter(
          // What is about the difference is said by the other command.
          ({ code }: SyncFinding) => code !== 'REMOVED_WITH_CONSUMERS',
        ),
      ),
    );
    const toChanged = (all: { change: string; entityRef: string }[]) =>
      all.map(it => `${it.change} ${it.entityRef}`).sort();
    const difference = await call('diff');
    expect(toChanged(difference.changes)).toEqual(toChanged(changes));
  });
});
