import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Entity } from '@backstage/catalog-model';
import { load } from 'js-yaml';
import pLimit from 'p-limit';
import { ApiReferences, readBuildFile } from './readBuildFile';
import {
  ApplicationRecord,
  BoundedContextRecord,
  DomainRecord,
  SquadRecord,
  toApi,
  toComponent,
  toDomain,
  toGroup,
  toSystem,
} from './toEntity';

/** Reads a source and makes its entities. */
export async function readEntities(directory: string): Promise<Entity[]> {
  const readRecords = async <T>(path: string): Promise<T[]> =>
    JSON.parse(await readFile(join(directory, path), 'utf8'));
  const domains = await readRecords<DomainRecord>('data/domains.json');
  const squads = await readRecords<SquadRecord>('data/squads.json');
  const contexts = await readRecords<BoundedContextRecord>(
    'data/bounded-contexts.json',
  );
  const applications = await readRecords<ApplicationRecord>(
    'data/applications.json',
  );

  const limit = pLimit(16);
  const contracts = await Promise.all(
    (
      await listFiles(join(directory, 'contracts'))
    ).map(file =>
      limit(async () => {
        const text = await readFile(file, 'utf8');
        return {
          path: relative(directory, file),
          text,
          document: file.endsWith('.yaml') ? load(text) : JSON.parse(text),
        };
      }),
    ),
  );
  const references = await Promise.all(
    applications.map(({ repository }) =>
      limit(async (): Promise<ApiReferences | undefined> => {
        if (!repository) {
          return undefined;
        }
        const path = join(
          directory,
          'repositories',
          repository,
          'build.gradle',
        );
        return readBuildFile(await readFile(path, 'utf8'));
      }),
    ),
  );

  const owners = new Map(
    contexts.map(({ id, ownerSquadId }) => [id, ownerSquadId]),
  );
  return [
    ...domains.map(record => toDomain(record, directory)),
    ...squads.map(record => toGroup(record, directory)),
    ...contexts.map(record => toSystem(record, directory)),
    ...contracts.map(contract => toApi(contract, owners, directory)),
    ...applications.map((record, index) =>
      toComponent(record, references[index], directory),
    ),
  ];
}

async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
}
