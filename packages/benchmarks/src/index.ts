import { readArguments, USAGE } from './arguments';
import { runCliBenchmark } from './cli/runCliBenchmark';
import { runGithubBenchmark } from './github/runGithubBenchmark';
import { runReadBenchmark } from './read/runReadBenchmark';
import { runWriteBenchmark } from './write/runWriteBenchmark';

async function main() {
  const options = readArguments(process.argv.slice(2));
  const run = {
    write: runWriteBenchmark,
    read: runReadBenchmark,
    github: runGithubBenchmark,
    cli: runCliBenchmark,
  };
  for (const part of options.parts) {
    const report = await run[part]({
      ...options,
      postgres: process.env.BENCHMARK_POSTGRES,
      onProgress: line => console.log(line),
    });
    console.log(`\n${report}`);
  }
}

main().then(
  // Backends that ran in this process leave timers behind.
  () => process.exit(0),
  error => {
    console.error(
      `${error instanceof Error ? error.message : error}\n\n${USAGE}`,
    );
    process.exit(1);
  },
);
