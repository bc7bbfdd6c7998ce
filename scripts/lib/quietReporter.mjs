import { DefaultReporter } from '@jest/reporters';

/** What libraries print in tests and nobody here can change, by a part of the text. */
const KNOWN_WARNINGS = [
  // react-router 6.30, of which Backstage sets no flags for version 7.
  'React Router Future Flag Warning',
  // @material-ui/core 4.12, in its transitions.
  'findDOMNode is deprecated',
  // @material-table/core 3.2 and react-beautiful-dnd 13.1, below the tables of @backstage/core-components.
  'Support for defaultProps will be removed from',
  // Transitions of Material-UI, which end when they like.
  'An update to Transition',
  // react-aria, in the header of pages of the new frontend system.
  '<Focusable> child must have an interactive ARIA role',
  // jss 10, which does not know the rules of jsdom's style sheets.
  '[JSS] processedRuleToParse is not defined',
];

/** Where no line can be rewritten, so many lines tell how far the tests are. */
const PROGRESS_LINES = 10;

/**
 * Reports suites that fail or print something unexpected; of the others it only counts. Jest's
 * `summary` tells the rest.
 */
export default class QuietReporter extends DefaultReporter {
  onTestResult(test, testResult, results) {
    const unexpected = testResult.console?.filter(
      ({ message }) => !KNOWN_WARNINGS.some(known => message.includes(known)),
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
