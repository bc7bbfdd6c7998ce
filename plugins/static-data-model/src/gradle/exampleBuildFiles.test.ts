import { existsSync, readdirSync, readFileSync } from 'fs';
import path from 'path';
import { parseBuildFile } from './parseBuildFile';
import { runAtOnce } from '../__testUtils__/runAtOnce';

const EXAMPLE = path.resolve(__dirname, '../../../../examples/static-data');

/** Files below a folder of the sample source, relative to its root. */
function listFiles(folder: string): string[] {
  return readdirSync(path.join(EXAMPLE, folder), {
    recursive: true,
    withFileTypes: true,
  })
    .filter(entry => entry.isFile())
    .map(entry =>
      path.relative(EXAMPLE, path.join(entry.parentPath, entry.name)),
    )
    .sort();
}

const buildFiles = listFiles('repositories');

function parseExample(file: string) {
  const { references, findings } = runAtOnce(
    parseBuildFile(readFileSync(path.join(EXAMPLE, file), 'utf8'), file),
  );
  return {
    references: {
      provides: references.provides.map(({ reference }) => reference),
      consumes: references.consumes.map(({ reference }) => reference),
    },
    findings,
  };
}

function isContract(reference: string): boolean {
  const [system, api, version] = reference.split(':');
  const major = version.split('.')[0];
  return [
    ...['yaml', 'yml', 'json'].flatMap(extension => [
      `openapi/${api}/v${major}.${extension}`,
      `asyncapi/${api}/v${major}.${extension}`,
    ]),
    `avro/${api}/v${major}.avsc`,
  ].some(file => existsSync(path.join(EXAMPLE, 'contracts', system, file)));
}

describe('build files of the sample source', () => {
  it('exist for 20 applications, half of them in each language', () => {
    expect(buildFiles).toHaveLength(20);
    expect(buildFiles.filter(file => file.endsWith('.kts'))).toHaveLength(10);
  });

  it.each(buildFiles)('reads %s', file => {
    const { references, findings } = parseExample(file);
    const all = [...references.provides, ...references.consumes];
    expect(findings).toEqual([]);
    expect(all).not.toEqual([]);
    expect(all.filter(reference => !isContract(reference))).toEqual([]);
  });

  it('provide 22 and consume 45 APIs', () => {
    const references = buildFiles.map(file => parseExample(file).references);
    const count = (relation: 'provides' | 'consumes') =>
      references.reduce((sum, { [relation]: list }) => sum + list.length, 0);
    expect(count('provides')).toBe(22);
    expect(count('consumes')).toBe(45);
  });

  it('provide every contract', () => {
    const provided = new Set(
      buildFiles
        .flatMap(file => parseExample(file).references.provides)
        .map(reference => {
          const [system, api, version] = reference.split(':');
          return `${system}/${api}/v${version.split('.')[0]}`;
        }),
    );
    const contracts = listFiles('contracts').map(file => {
      const [, system, , api, version] = file.split(path.sep);
      return `${system}/${api}/${path.parse(version).name}`;
    });
    expect([...provided].sort()).toEqual(contracts.sort());
    expect(contracts).toHaveLength(16);
  });
});
