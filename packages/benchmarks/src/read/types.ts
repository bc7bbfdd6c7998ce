import { JsonObject } from '@backstage/types';
import { DatabaseName } from '../backend/databases';

/** Changes of the sync with the most of them: 10,000 in a history of 100,000 syncs. */
export const CHANGES_PER_RECORD = 0.1;

/** What the process that fills the database needs to know. */
export interface SeedJob {
  /** Configuration under the key `backend.database`. */
  database: JsonObject;
  /** Number of syncs. */
  records: number;
}

/** What the process that serves needs to know. */
export interface ServeJob {
  /** Configuration under the key `backend.database`. */
  database: JsonObject;
  port: number;
}

/** What the process that serves is told, and what it answers. */
export type ServeRequest = 'watch memory' | 'stop watching memory';
export type ServeMessage =
  | { type: 'ready' }
  /** Bytes of memory that it had more at most than when it began to watch. */
  | { type: 'memory'; added: number };

/** One of the requests whose speed is measured. */
export interface Endpoint {
  name: string;
  /** Path and query, under the path of the plugin. */
  path: string;
  /** The median in medians of the bare endpoint that is to be reached at most. */
  target: number;
}

/** How fast a request was answered. */
export interface Speed {
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** One after the other. */
  requestsPerSecond: number;
}

/** An endpoint, and the bare one in turns with it. */
export interface EndpointMeasurement {
  endpoint: Endpoint;
  ours: Speed;
  bare: Speed;
  /** Milliseconds that the first request took, before anything was in memory. */
  firstMs: number;
}

/** What an export of everything took. */
export interface ExportMeasurement {
  format: string;
  rows: number;
  ms: number;
  /** Bytes. */
  addedMemory: number;
}

/** The source whose state after the first of its syncs is read, and what each sync has changed. */
export const STATE_SIZE = {
  source: 'state',
  entities: 10_000,
  syncs: 1_000,
  changes: 20,
};

/** What reading that state took. */
export interface StateMeasurement {
  entities: number;
  /** For all pages. */
  ms: number;
}

/** All that was measured on one database. */
export interface ReadMeasurement {
  database: DatabaseName;
  records: number;
  changes: number;
  /** One for every endpoint and round. */
  endpoints: EndpointMeasurement[];
  exports: ExportMeasurement[];
  state: StateMeasurement;
}
