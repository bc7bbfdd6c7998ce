import autocannon from 'autocannon';
import { Speed } from './types';

/**
 * Sends two requests in turns, one after the other: so whatever else the machine does slows both
 * of them down alike.
 *
 * @param paths - under the path of the plugin
 * @param times - how often to send each
 * @throws Error if anything is not answered with 200
 */
export async function measureSpeeds(
  server: { baseUrl: string; headers: Record<string, string> },
  paths: [string, string],
  times: number,
): Promise<[Speed, Speed]> {
  const { pathname } = new URL(server.baseUrl);
  const answers: Array<{ status: number; ms: number }> = [];
  await new Promise<void>((resolve, reject) => {
    const instance = autocannon(
      {
        url: server.baseUrl,
        connections: 1,
        amount: 2 * times,
        timeout: 60,
        requests: paths.map(path => ({
          path: `${pathname}${path}`,
          headers: server.headers,
        })),
      },
      error => (error ? reject(error) : resolve()),
    );
    // It rounds the times in its own result to milliseconds.
    instance.on('response', (_client, status, _bytes, ms) => {
      answers.push({ status, ms });
    });
  });
  const [first, second] = paths.map((path, index) => {
    const own = answers.filter((_, position) => position % 2 === index);
    const failure = own.find(({ status }) => status !== 200);
    if (failure || own.length !== times) {
      throw new Error(
        `${path} was answered ${own.length} of ${times} times, and with ${
          failure?.status ?? 200
        }`,
      );
    }
    return toSpeed(own.map(({ ms }) => ms));
  });
  return [first, second];
}

function toSpeed(times: number[]): Speed {
  const sorted = [...times].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length;
  return {
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
    requestsPerSecond: 1000 / mean,
  };
}

/** Nearest rank. */
function percentile(sorted: number[], percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1];
}
