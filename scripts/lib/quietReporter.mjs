import { DefaultReporter } from '@jest/reporters';
import knownWarnings from './knownWarnings.js';

/** Where no line can be rewritten, so many lines tell how far the tests are. */
const PROGRESS_LINES = 10;

/**
 * Reports suites that fail or print something unexpected; of the others it only counts. Jest's
 * `summary` tells the rest.
 */
export default class QuietReporter extends DefaultReporter {
  onTestResult(test, testResult, results) {
    const unexpected = testResult.console?.filter(
      ({ message }) => !knownWarnings.isKnownWarning(message),
    );
    const shown = {
      ...testResult,
      console: unexpected?.length ? unexpected : undefined,
    };
    if (shown.console || shown.failureMessage) {
      super.onTestResult(test, shown, results);
    } else {
      this.testFinished(test.context.config, testResult, results);
      this.forceFlushBufferedOutput();
    }
    if (!process.stdout.isTTY) {
      this.#reportProgress(results);
    }
  }

  #reportProgress({ testResults, numTotalTestSuites, ...results }) {
    const done = testResults.length;
    const step = Math.ceil(numTotalTestSuites / PROGRESS_LINES);
    if (step > 1 && done % step === 0) {
      const seconds = Math.round((Date.now() - results.startTime) / 1000);
      this.log(
        `${done} of ${numTotalTestSuites} suites, ${results.numFailedTestSuites} failed (${seconds} s)`,
      );
    }
  }
}
