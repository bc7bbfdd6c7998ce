import { Server } from 'node:http';
import request from 'supertest';
import { ResponseChecker } from './ResponseChecker';

const BASE_PATH = '/api/static-data';
const METHODS = ['get', 'post', 'put', 'delete'] as const;

let checker: ResponseChecker | undefined;

/** A client of the API whose requests fail if the OpenAPI document does not have the answer. */
export function createCheckedApi(server: Server) {
  // Made once for all tests of a file: the document is the same for each.
  checker ??= new ResponseChecker();
  return Object.fromEntries(
    METHODS.map(method => [
      method,
      (path: string) =>
        request(server)
          [method](path)
          .expect(response => {
            if (path.startsWith(BASE_PATH)) {
              checker?.check(method, path.slice(BASE_PATH.length), response);
            }
          }),
    ]),
  ) as Pick<ReturnType<typeof request>, (typeof METHODS)[number]>;
}
