/**
 * The sync store and the configuration of the static-data plugin, shared by the
 * catalog module that writes and the backend plugin that reads.
 *
 * @packageDocumentation
 */

export * from './config';
export * from './database';
export * from './messages/Outbox';
export * from './store';
