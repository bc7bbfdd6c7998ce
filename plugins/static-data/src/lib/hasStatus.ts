import { ResponseError } from '@backstage/errors';

/** Whether the backend refused with this HTTP status. */
export function hasStatus(error: Error, statusCode: number): boolean {
  // by name, as two copies of the errors package may be installed
  return (
    error.name === 'ResponseError' &&
    (error as Partial<ResponseError>).statusCode === statusCode
  );
}
