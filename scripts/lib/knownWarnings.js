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
  // knex 3.3, if a backend still waits for its database when @backstage/backend-test-utils takes it away.
  'Acquire connection error: Error: aborted',
];

/** Whether only a library can be meant. */
function isKnownWarning(text) {
  return KNOWN_WARNINGS.some(known => text.includes(known));
}

module.exports = { isKnownWarning };
