import { SnapshotEntry } from '../diff/diffSnapshot';
import { SourceFile } from '../files/SourceFile';
import { checkVanished } from './sourcePaths';

const FILES = {
  applications: 'data/applications.json',
  squads: 'data/squads.json',
  boundedContexts: 'data/bounded-contexts.json',
  domains: 'data/domains.json',
  contracts: 'contracts',
};

function entry(sourceFile: string): SnapshotEntry {
  return { entityRef: sourceFile, kind: 'API', hash: 'hash', sourceFile };
}

function file(path: string): SourceFile {
  return { path, text: 'x' };
}

describe('checkVanished', () => {
  it('refuses a source without the folder of the contracts that it had', () => {
    expect(() =>
      checkVanished(
        [entry('contracts/a/openapi/b/v1.yaml')],
        [file('data/applications.json')],
        FILES,
      ),
    ).toThrow('The folder contracts is gone from the source, with the 1');
  });

  it('refuses a source without the domains that it had', () => {
    expect(() =>
      checkVanished([entry('data/domains.json')], [], FILES),
    ).toThrow('The file data/domains.json is gone');
  });

  it('takes a source in which one contract of several is gone', () => {
    expect(() =>
      checkVanished(
        [
          entry('contracts/a/openapi/b/v1.yaml'),
          entry('contracts/a/openapi/b/v2.yaml'),
        ],
        [file('contracts/a/openapi/b/v2.yaml')],
        FILES,
      ),
    ).not.toThrow();
  });

  it('takes a source that never had any', () => {
    expect(() => checkVanished([], [], FILES)).not.toThrow();
  });

  it('does not take a folder with a similar name for the folder', () => {
    expect(() =>
      checkVanished(
        [entry('contracts/a/openapi/b/v1.yaml')],
        [file('contracts-old/a/openapi/b/v1.yaml')],
        FILES,
      ),
    ).toThrow('The folder contracts is gone');
  });
});
