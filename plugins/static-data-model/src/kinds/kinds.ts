import { UnreadableInput } from '../files/SourceFile';
import { applications } from './applications/applications';
import { boundedContexts } from './boundedContexts';
import { contracts } from './contracts/contracts';
import { domains } from './domains';
import { Kind } from './Kind';
import { squads } from './squads';

/**
 * All kinds of records, by their keys under `staticData.files`, in the order in which they are
 * read and become entities. Where two records claim the same entity, the earlier kind wins, so
 * domains come before bounded contexts. Bounded contexts come before the contracts in them.
 *
 * @public
 */
export const KINDS = {
  squads,
  domains,
  boundedContexts,
  contracts,
  applications,
};

/**
 * Key of a kind of records.
 *
 * @public
 */
export type KindKey = keyof typeof KINDS;

/**
 * Where the data is, relative to the root of the source.
 *
 * @public
 */
export type SourceFilesConfig = Record<KindKey, string>;

/**
 * A record of a kind.
 *
 * @public
 */
export type RecordOf<Key extends KindKey> = (typeof KINDS)[Key] extends Kind<
  infer Item
>
  ? Item
  : never;

/**
 * All records of a source.
 *
 * @public
 */
export type SourceRecords = { [Key in KindKey]: RecordOf<Key>[] };

/**
 * All records of a source, and what could not be read.
 *
 * @public
 */
export type ParsedSource = SourceRecords & { unreadable: UnreadableInput[] };

/** The kinds with their keys, in their order. */
export const KIND_ENTRIES = Object.entries<Kind>(KINDS) as [KindKey, Kind][];

/**
 * Maps every kind to a value, by its key.
 *
 * @public
 */
export function mapKinds<Value>(
  toValue: (key: KindKey, kind: Kind) => Value,
): Record<KindKey, Value> {
  const values = KIND_ENTRIES.map(([key, kind]) => [key, toValue(key, kind)]);
  return Object.fromEntries(values);
}
