/**
 * Vocabulary and pure rules of the static-data plugin: the shapes that its API
 * answers with, its permissions, and the rules of health and statistics.
 *
 * @packageDocumentation
 */

export * from './events';
export * from './limits';
export * from './permissions';
export * from './rules';
export * from './schemas';
export { quote, redactDifferences, redactSecrets, toSafeText } from './secrets';
export * from './signals';
export * from './text';
export * from './types';
