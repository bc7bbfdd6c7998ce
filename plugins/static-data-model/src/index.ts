/**
 * What an architecture repository holds, and what becomes of it: files, records, entities,
 * findings and changes. Pure: no backend, no input or output, no clock.
 *
 * @packageDocumentation
 */

export {};
