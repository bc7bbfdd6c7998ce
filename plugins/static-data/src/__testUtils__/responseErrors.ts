import { ResponseError } from '@backstage/errors';

/** What the client throws when the backend answers with an error. */
export async function createResponseError(
  status: number,
  message: string,
): Promise<ResponseError> {
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: message,
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () =>
      JSON.stringify({
        error: { name: 'Error', message },
        response: { statusCode: status },
      }),
  } as Response);
}
