import {
  DocumentObject,
  resolve,
  toList,
  toObject,
  withoutNames,
} from './documents';

const METHODS = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
];

/** What OpenAPI says elsewhere, so that parameters with these names are to be ignored. */
const IGNORED_HEADERS = ['accept', 'content-type', 'authorization'];

interface Operation {
  /** For example `GET /orders/{id}`. */
  name: string;
  method: string;
  /** As it is written, and behind the path of the server. */
  paths: string[];
  /** What a request must have, with words for it; undefined if that is in another document. */
  required?: Map<string, string>;
}

/**
 * An operation that is gone, a parameter that has become required, and a request body that has.
 * Works for OpenAPI 3 and Swagger 2, which say these alike. Of what is in other documents nothing
 * is known.
 */
export function findOpenApiBreaks(before: unknown, after: unknown): string[] {
  const left = listOperations(after);
  const { operations } = listOperations(before);
  return [...new Set(operations.values())].flatMap(old => {
    const [current] = old.paths.flatMap(
      path => left.operations.get(`${old.method} ${path}`) ?? [],
    );
    if (!current) {
      const isElsewhere = old.paths.some(path => left.unknownPaths.has(path));
      return isElsewhere ? [] : [`${old.name} is gone`];
    }
    const { required } = old;
    return required
      ? [...(current.required ?? [])]
          .filter(([key]) => !required.has(key))
          .map(([, words]) => `${current.name} requires ${words}`)
      : [];
  });
}

/** Operations by method and each of their paths; the names of path parameters do not matter. */
function listOperations(document: unknown): {
  operations: Map<string, Operation>;
  /** Those whose operations are in another document. */
  unknownPaths: Set<string>;
} {
  const operations = new Map<string, Operation>();
  const unknownPaths = new Set<string>();
  // Where an API begins can be said in either of two places.
  const base = basePathOf(document);
  for (const [written, pathItem] of Object.entries(
    toObject(toObject(document).paths),
  )) {
    const paths = [written, `${base}${written}`].map(withoutNames);
    const referenced = resolve(document, pathItem);
    if (!referenced) {
      paths.forEach(path => unknownPaths.add(path));
    }
    const item = { ...referenced, ...toObject(pathItem) };
    const others = Object.entries(toObject(item.additionalOperations));
    const methods = METHODS.map(method => [method, item[method]] as const);
    for (const [key, content] of [...methods, ...others]) {
      if (typeof content === 'object' && content !== null) {
        const method = key.toUpperCase();
        const operation = {
          name: `${method} ${written}`,
          method,
          paths,
          required: listRequired(document, item, toObject(content)),
        };
        paths.forEach(path => operations.set(`${method} ${path}`, operation));
      }
    }
  }
  return { operations, unknownPaths };
}

/** The path of the first server, without a slash at its end. */
function basePathOf(document: unknown): string {
  const { basePath, servers } = toObject(document);
  const { url } = toObject(toList(servers)[0]);
  const address = String(basePath ?? url ?? '').replace(
    /^(?:[a-z]+:)?\/\/[^/]*/i,
    '',
  );
  return address.replace(/\/$/, '');
}

function listRequired(
  document: unknown,
  item: DocumentObject,
  operation: DocumentObject,
): Map<string, string> | undefined {
  const required = new Map<string, string>();
  const set = (key: string, words: string, isRequired: boolean) =>
    isRequired ? required.set(key, words) : required.delete(key);
  // Those of the operation come last, because they override those of the path.
  for (const written of [
    ...toList(item.parameters),
    ...toList(operation.parameters),
  ]) {
    const parameter = resolve(document, written);
    if (!parameter) {
      return undefined;
    }
    const isRequired = parameter.required === true;
    const { in: place, name } = parameter;
    if (place === 'body') {
      set('body', 'a request body', isRequired);
    } else if (place === 'formData') {
      set(`${place} ${name}`, `the form field '${name}'`, isRequired);
    } else if (place !== 'path' && !isIgnored(place, name)) {
      // Those of the path are required in any case, and named as the author likes.
      const key = place === 'header' ? String(name).toLowerCase() : name;
      set(`${place} ${key}`, `the ${place} parameter '${name}'`, isRequired);
    }
  }
  const body = resolve(document, operation.requestBody);
  if (!body) {
    return undefined;
  }
  if (body.required === true || [...required.keys()].some(isOfForm)) {
    // OpenAPI 3 has the fields of a form in the request body.
    required.set('body', 'a request body');
  }
  return required;
}

function isIgnored(place: unknown, name: unknown): boolean {
  return (
    place === 'header' && IGNORED_HEADERS.includes(String(name).toLowerCase())
  );
}

function isOfForm(key: string): boolean {
  return key.startsWith('formData ');
}
