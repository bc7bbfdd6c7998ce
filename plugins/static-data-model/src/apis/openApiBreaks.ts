import { DocumentObject, resolve, toList, toObject } from './documents';

const METHODS = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
];

interface Operation {
  /** For example `GET /orders/{id}`. */
  name: string;
  /** Names of parameters that a request must have, `in` before them. */
  requiredParameters: Set<string>;
  isBodyRequired: boolean;
}

/**
 * An operation that is gone, a parameter that has become required, and a request body that has.
 * Works for OpenAPI 3 and Swagger 2, which say these alike.
 */
export function findOpenApiBreaks(before: unknown, after: unknown): string[] {
  const left = listOperations(after);
  return [...listOperations(before)].flatMap(([key, old]) => {
    const current = left.get(key);
    if (!current) {
      return [`${old.name} is gone`];
    }
    const { name, requiredParameters, isBodyRequired } = current;
    return [
      ...[...requiredParameters]
        .filter(parameter => !old.requiredParameters.has(parameter))
        .map(parameter => `${name} requires the ${parameter}`),
      ...(isBodyRequired && !old.isBodyRequired
        ? [`${name} requires a request body`]
        : []),
    ];
  });
}

/** By method and path; the names of path parameters do not matter. */
function listOperations(document: unknown): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const [path, pathItem] of Object.entries(
    toObject(toObject(document).paths),
  )) {
    const item = resolve(document, pathItem);
    for (const method of METHODS) {
      if (typeof item[method] === 'object' && item[method] !== null) {
        operations.set(
          `${method} ${path.replaceAll(/\{[^{}]*\}/g, '{}')}`,
          toOperation(
            document,
            item,
            `${method.toUpperCase()} ${path}`,
            method,
          ),
        );
      }
    }
  }
  return operations;
}

function toOperation(
  document: unknown,
  pathItem: DocumentObject,
  name: string,
  method: string,
): Operation {
  const operation = toObject(pathItem[method]);
  const requiredByName = new Map<string, boolean>();
  // Those of the operation come last, because they override those of the path.
  for (const parameter of [
    ...toList(pathItem.parameters),
    ...toList(operation.parameters),
  ]) {
    const {
      in: place,
      name: parameterName,
      required,
    } = resolve(document, parameter);
    // Required in any case, and named as the author likes.
    if (place !== 'path' && place !== 'body') {
      requiredByName.set(
        `${place} parameter '${parameterName}'`,
        required === true,
      );
    } else if (place === 'body') {
      requiredByName.set('body', required === true);
    }
  }
  const { required: requiresBody } = resolve(document, operation.requestBody);
  const required = [...requiredByName].filter(([, isRequired]) => isRequired);
  return {
    name,
    requiredParameters: new Set(
      required.map(([key]) => key).filter(key => key !== 'body'),
    ),
    isBodyRequired:
      requiresBody === true || requiredByName.get('body') === true,
  };
}
