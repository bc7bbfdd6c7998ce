import escapeRegExp from 'lodash/escapeRegExp';

/**
 * Tells whether a name is one of those that patterns stand for. In a pattern, `*` stands for any
 * characters but slashes and colons. Upper and lower case are the same.
 *
 * @param patterns - from the configuration, whose authors are trusted
 * @public
 */
export function createMatcher(patterns: string[]): (name: string) => boolean {
  const expressions = patterns.map(
    pattern =>
      new RegExp(
        `^${pattern.split('*').map(escapeRegExp).join('[^/:]*')}$`,
        'i',
      ),
  );
  return name => expressions.some(expression => expression.test(name));
}
