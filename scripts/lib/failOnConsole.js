// For the set-up of tests of frontends: a test fails in which anything writes a warning or an error
// to the console. React says most of what it has to say only in its development build, so the tests
// in a browser, which use the product, do not see it. A test that expects something to be written
// puts a mock in the place of the method.

/* global afterEach */

const { format } = require('node:util');
const { isKnownWarning } = require('./knownWarnings');

// Whether a timer of a page ends while a test looks elsewhere depends on how fast the machine is.
// It says nothing of the page; the reporter shows it.
const ABOUT_TIMING = 'inside a test was not wrapped in act(';

let unexpected = [];

for (const method of ['error', 'warn']) {
  // eslint-disable-next-line no-console
  const write = console[method].bind(console);
  // eslint-disable-next-line no-console
  console[method] = (...args) => {
    const text = format(...args);
    if (isKnownWarning(text) || text.includes(ABOUT_TIMING)) {
      write(...args);
    } else {
      unexpected.push(`console.${method}: ${text}`);
    }
  };
}

afterEach(() => {
  const texts = unexpected;
  unexpected = [];
  if (texts.length > 0) {
    throw new Error(`Unexpected on the console:\n\n${texts.join('\n\n')}`);
  }
});
