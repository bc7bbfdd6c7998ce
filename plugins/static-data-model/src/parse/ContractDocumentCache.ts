import { hash } from 'node:crypto';
import { ContractDocumentResult } from './contractDocument';

/**
 * Remembers from one sync to the next what contracts say, by the hash of their content: hashing
 * is some fifty times faster than parsing, and most contracts do not change. Keeps a few
 * strings for every contract, not the contracts.
 */
export class ContractDocumentCache {
  #previous = new Map<string, ContractDocumentResult>();
  #current = new Map<string, ContractDocumentResult>();

  /** Begins a pass over all contracts; what the pass before did not use is forgotten. */
  beginPass(): void {
    this.#previous = this.#current;
    this.#current = new Map();
  }

  /** Returns what is known of the content, or what `parse` makes of it. */
  getOrParse(
    content: Buffer,
    format: string,
    parse: () => ContractDocumentResult,
  ): ContractDocumentResult {
    const key = `${format} ${hash('sha256', content, 'base64')}`;
    const result = this.#current.get(key) ?? this.#previous.get(key) ?? parse();
    this.#current.set(key, result);
    return result;
  }
}
