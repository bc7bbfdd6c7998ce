import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { toSourceFingerprint } from './digests';
import { readStaticDataConfig } from './readStaticDataConfig';

describe('toSourceFingerprint', () => {
  const fingerprintOf = (limits: JsonObject) =>
    toSourceFingerprint(
      readStaticDataConfig(
        new ConfigReader({
          staticData: { github: { repo: 'acme/architecture' }, limits },
        }),
      )!,
    );

  it.each([
    [{ maxFileMegabytes: 1 }, false],
    [{ maxTotalMegabytes: 1 }, false],
    [{ maxFiles: 1 }, false],
    // It is about people, not about the source.
    [{ maxQueuedDryRuns: 1 }, true],
  ])('with %j', (limits, isEqual) => {
    expect(fingerprintOf(limits) === fingerprintOf({})).toBe(isEqual);
  });
});
