import { ResponseError } from '@backstage/errors';

export function hasStatus(error: Error, statusCode: number): boolean {
  // by name, as two copies of the errors package may be installed
  return (
    error.name === 'ResponseError' &&
    (error as Partial<ResponseError>).statusCode === statusCode
  );
}
