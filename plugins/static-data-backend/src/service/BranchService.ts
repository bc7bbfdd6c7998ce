import {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { BranchList } from '@internal/plugin-static-data-common';
import { BRANCHES_PATH } from '@internal/plugin-static-data-node';
import { z } from 'zod';

/** The plugin that the module is in, which asks the hosts. */
const ASKED = 'catalog';

/** More than the module takes. */
const TIMEOUT_MS = 15_000;

const answerSchema = z.object({
  branches: z.array(z.string()),
  isComplete: z.boolean(),
  problem: z.string().optional(),
});

interface BranchServiceOptions {
  auth: AuthService;
  discovery: DiscoveryService;
  logger: LoggerService;
}

/** Asks the catalog module, which alone has the credentials for hosts, and may run in another process. */
export class BranchService {
  readonly #options: BranchServiceOptions;

  constructor(options: BranchServiceOptions) {
    this.#options = options;
  }

  /**
   * Lists branches of a configured source.
   *
   * @param q - text that their names contain
   * @returns why there is no list, if there is none
   */
  async list(
    source: string,
    q: string | undefined,
    signal: AbortSignal,
  ): Promise<BranchList> {
    try {
      return await this.#ask(source, q, signal);
    } catch (error) {
      // Unless whoever asked is gone.
      if (!signal.aborted) {
        this.#options.logger.warn(
          `Could not ask the catalog module for the branches of the source '${source}': ${error}`,
        );
      }
      return {
        branches: [],
        isComplete: false,
        problem: 'The catalog module did not answer',
      };
    }
  }

  async #ask(
    source: string,
    q: string | undefined,
    signal: AbortSignal,
  ): Promise<BranchList> {
    const { auth, discovery } = this.#options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: ASKED,
    });
    const query = new URLSearchParams({ source, ...(q && { q }) });
    const response = await fetch(
      `${await discovery.getBaseUrl(ASKED)}${BRANCHES_PATH}?${query}`,
      {
        headers: { Authorization: `Bearer ${token}` },
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      },
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return answerSchema.parse(await response.json());
  }
}
