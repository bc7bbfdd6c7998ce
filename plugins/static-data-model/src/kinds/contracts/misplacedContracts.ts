import { posix } from 'node:path';
import { SourceFile } from '../../files/SourceFile';
import { AppliedEntity } from '../Kind';
import { parseContractPath } from './contractPath';

/** As far as it matters, a document begins with the field that says its format. */
const LENGTH_LOOKED_AT = 64 * 1024;

const YAML_CONTRACT =
  /^["']?(?:openapi|swagger|asyncapi)["']?[ \t]*:[ \t]*["']?\d/m;
const JSON_START = /^\s*\{\s*"(?:openapi|swagger|asyncapi)"/;
const JSON_CONTRACT =
  /^[ \t]{0,4}"(?:openapi|swagger|asyncapi)"[ \t]*:[ \t]*"\d/m;

const REFERENCE = /\$ref["']?\s*:\s*["']?([^"'\s#,}]+)/g;

/** Of documentation, and of tools. */
const EXAMPLES = /(?:^|\/)(?:\.[^/]*|examples?|samples?)\//i;

/** Whether a file that is not where contracts are looks like one all the same. */
export function looksLikeContract(file: SourceFile): boolean {
  const { path } = file;
  if (EXAMPLES.test(path)) {
    return false;
  }
  const text = () =>
    'text' in file ? file.text.slice(0, LENGTH_LOOKED_AT) : '';
  switch (posix.extname(path).toLowerCase()) {
    case '.avsc':
      return true;
    case '.json':
      return JSON_START.test(text()) || JSON_CONTRACT.test(text());
    case '.yaml':
    case '.yml':
      return YAML_CONTRACT.test(text());
    default:
      return false;
  }
}

/** The paths of the files that a document refers to with `$ref`. */
export function* listReferencedPaths(file: SourceFile): Iterable<string> {
  const { path } = file;
  const folder = posix.dirname(path);
  const text = 'text' in file ? file.text : '';
  for (const [, reference] of text.matchAll(REFERENCE)) {
    const referenced = posix.join(folder, decode(reference));
    if (referenced !== path) {
      yield referenced;
    }
  }
}

function decode(reference: string): string {
  try {
    return decodeURI(reference);
  } catch {
    return reference;
  }
}

/**
 * Finds the APIs whose contract a file may have been before it was moved: the file of their contract
 * is gone, and this one, or a folder that it is in, has their name.
 *
 * @returns a function that gives their entity refs
 */
export function createFormerFinder(
  folder: string,
  files: SourceFile[],
  applied: AppliedEntity[],
): (path: string) => string[] {
  const existing = new Set(files.map(({ path }) => path));
  const refsByApi = new Map<string, string[]>();
  for (const { entityRef, sourceFile } of applied) {
    const isGone =
      sourceFile.startsWith(`${folder}/`) && !existing.has(sourceFile);
    const contract = isGone
      ? parseContractPath(sourceFile.slice(folder.length + 1))
      : undefined;
    if (contract) {
      const api = contract.api.toLowerCase();
      const refs = refsByApi.get(api) ?? [];
      refs.push(entityRef);
      refsByApi.set(api, refs);
    }
  }
  return path => {
    const { dir, name } = posix.parse(path.slice(folder.length + 1));
    const names = [...dir.split('/'), name, name.replace(/-v\d+$/i, '')];
    return [...new Set(names.map(each => each.toLowerCase()))].flatMap(
      each => refsByApi.get(each) ?? [],
    );
  };
}
