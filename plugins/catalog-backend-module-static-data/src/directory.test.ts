import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { ContractDocumentCache } from '@internal/plugin-static-data-model';
import { readStaticDataConfig } from '@internal/plugin-static-data-node';
import { readSourceDirectory } from './directory';

const SAMPLE = resolve(__dirname, '../../../examples/static-data');

/** Tells how often contracts were parsed. */
class CountingCache extends ContractDocumentCache {
  parsed = 0;

  async getOrParse(
    ...[text, format, parse]: Parameters<ContractDocumentCache['getOrParse']>
  ) {
    return super.getOrParse(text, format, () => {
      this.parsed += 1;
      return parse();
    });
  }
}

describe('readSourceDirectory', () => {
  it('parses contracts once that are the same in several directories', async () => {
    const rootConfig = new ConfigReader({ staticData: { directory: SAMPLE } });
    const [config] = readStaticDataConfig(rootConfig)!.sources;
    const contractCache = new CountingCache();
    const read = () =>
      readSourceDirectory(SAMPLE, {
        config,
        rootConfig,
        hasBuildFiles: false,
        contractCache,
        signal: new AbortController().signal,
      });
    const first = await read();
    expect(contractCache.parsed).toBe(first.parsed.contracts.length);
    const second = await read();
    expect(contractCache.parsed).toBe(first.parsed.contracts.length);
    expect(second.parsed).toEqual(first.parsed);
  });
});
