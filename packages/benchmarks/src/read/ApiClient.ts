/** Asks the API for JSON. */
export class ApiClient {
  readonly #baseUrl: string;
  readonly #headers: Record<string, string>;

  constructor(server: { baseUrl: string; headers: Record<string, string> }) {
    this.#baseUrl = server.baseUrl;
    this.#headers = server.headers;
  }

  /**
   * @param path - path and query, under the path of the plugin
   * @throws Error if it is refused
   */
  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.#baseUrl}${path}`, {
      headers: this.#headers,
    });
    if (!response.ok) {
      throw new Error(
        `${path} is answered ${response.status}: ${await response.text()}`,
      );
    }
    return response.json();
  }
}
