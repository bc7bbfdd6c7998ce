/**
 * The HTTP API of the static-data plugin.
 *
 * @packageDocumentation
 */

export { staticDataPlugin as default } from './plugin';
