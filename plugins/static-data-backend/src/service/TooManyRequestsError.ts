import { CustomErrorBase } from '@backstage/errors';

/** Refuses what may be accepted later; @backstage/errors 1.4.0 has no error for it. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly #retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.#retryAfterSeconds = retryAfterSeconds;
  }

  /**
   * Read by the error middleware of @backstage/backend-defaults 0.18.0; a getter, so that it is no
   * part of the body.
   */
  get statusCode(): number {
    return 429;
  }

  /** For the header `Retry-After`. */
  get retryAfterSeconds(): number {
    return this.#retryAfterSeconds;
  }
}
