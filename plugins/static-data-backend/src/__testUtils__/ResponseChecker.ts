import Ajv2020, { ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { Response } from 'supertest';
import { endpoints } from '../endpoints/endpoints';
import {
  createOpenApiDocument,
  OpenApiDocument,
} from '../http/createOpenApiDocument';

const DOCUMENT_ID = 'openapi.json';

/** What a check needs to know of an answer. */
export type CheckedResponse = Pick<Response, 'status' | 'type' | 'body'>;

/** Holds answers to the OpenAPI document. */
export class ResponseChecker {
  readonly #document: OpenApiDocument = createOpenApiDocument(endpoints);
  readonly #ajv = createAjv();
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #operations = listOperations(this.#document);

  constructor() {
    this.#ajv.addSchema({ ...this.#document, $id: DOCUMENT_ID });
  }

  /**
   * @param path - as it was requested, under the path of the plugin
   * @throws if the document does not have the answer, in words that name the operation
   */
  check(method: string, path: string, response: CheckedResponse): void {
    const { status, type } = response;
    const operation = this.#find(method, path);
    if (!operation) {
      if (![401, 404, 405].includes(status)) {
        throw new Error(
          `The OpenAPI document has no ${method.toUpperCase()} ${path}, which answers ${status}`,
        );
      }
      return;
    }
    const name = `${method.toUpperCase()} ${operation.path} (${path})`;
    const pointer = ['paths', operation.path, method, 'responses', status];
    const answer = this.#resolve(pointer);
    if (!answer) {
      throw new Error(
        `${name} answers ${status}, which the OpenAPI document does not have: ${describeBody(
          response,
        )}`,
      );
    }
    const mediaTypes = Object.keys(answer.value.content ?? {});
    if (!mediaTypes.includes(type)) {
      throw new Error(
        `${name} answers ${status} as '${type}'; the OpenAPI document has ${mediaTypes}`,
      );
    }
    if (type === 'application/json') {
      this.#checkBody(`${name}, ${status}`, answer.pointer, response.body);
    }
  }

  /** The operation that a request is for, with its path as the document has it. */
  find(method: string, path: string): string | undefined {
    const operation = this.#find(method, path);
    return operation && `${operation.method} ${operation.path}`;
  }

  /** What keeps a value from being of a type of the document; empty if nothing does. */
  explain(typeName: string, value: unknown): string {
    const reference = toReference(['components', 'schemas', typeName]);
    const validate = this.#compile(reference);
    return validate(value) ? '' : explainErrors(validate);
  }

  #find(method: string, path: string) {
    const [pathname] = path.split('?');
    return this.#operations.find(
      operation =>
        operation.method === method && operation.pattern.test(pathname),
    );
  }

  #checkBody(name: string, answer: Pointer, body: unknown): void {
    const reference = toReference([
      ...answer,
      'content',
      'application/json',
      'schema',
    ]);
    const validate = this.#compile(reference);
    if (!validate(body)) {
      throw new Error(
        `The answer of ${name} is not what the OpenAPI document says: ${explainErrors(
          validate,
        )}`,
      );
    }
  }

  #compile(reference: string): ValidateFunction {
    const validate =
      this.#validators.get(reference) ??
      this.#ajv.compile({ $ref: `${DOCUMENT_ID}${reference}` });
    this.#validators.set(reference, validate);
    return validate;
  }

  /** What is at a place of the document, or at the one that it refers to. */
  #resolve(pointer: Pointer): { value: any; pointer: Pointer } | undefined {
    const value = pointer.reduce<any>(
      (parent, key) => parent?.[key],
      this.#document,
    );
    return typeof value?.$ref === 'string'
      ? this.#resolve(value.$ref.slice('#/'.length).split('/'))
      : value && { value, pointer };
  }
}

type Pointer = Array<string | number>;

function createAjv(): Ajv2020 {
  // Not strict, because the whole document is no schema.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv;
}

function toReference(pointer: Pointer): string {
  const segments = pointer.map(segment =>
    encodeURIComponent(
      String(segment).replaceAll('~', '~0').replaceAll('/', '~1'),
    ),
  );
  return `#/${segments.join('/')}`;
}

/** Those whose path has the fewest parameters first: `/syncs/latest` before `/syncs/{id}`. */
function listOperations({ paths }: OpenApiDocument) {
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map(method => ({
        path,
        method,
        pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
      })),
    )
    .sort((a, b) => countParameters(a.path) - countParameters(b.path));
}

function countParameters(path: string): number {
  return path.split('{').length;
}

function describeBody({ body }: CheckedResponse): string {
  return JSON.stringify(body).slice(0, 300);
}

function explainErrors({ errors }: ValidateFunction): string {
  return (errors ?? [])
    .map(({ instancePath, message, params }) =>
      [
        `body${instancePath} ${message}`,
        ...('additionalProperty' in params
          ? [`(${params.additionalProperty})`]
          : []),
      ].join(' '),
    )
    .join('; ');
}
