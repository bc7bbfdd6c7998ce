/**
 * A state that people are notified of when it begins and when it ends.
 *
 * - `failing`: so many syncs in a row failed
 * - `removals-held`: removals are held that nobody has approved
 * - `stale`: no sync completed when one was due
 *
 * @public
 */
export type AlertName = 'failing' | 'removals-held' | 'stale';

/**
 * What people were told last of a state.
 *
 * @public
 */
export interface ToldAlert {
  name: AlertName;
  /** Whether they were told that it holds. */
  open: boolean;
  /** Tells a change of `open` from the ones before and after. */
  revision: number;
}

/**
 * What people have been notified of, so that they are told once: over restarts, and when
 * several processes look at the same time.
 *
 * @public
 */
export interface AlertStore {
  /** What was told last of each of these states; that it does not hold if nothing was. */
  list(names: AlertName[]): Promise<ToldAlert[]>;
  /**
   * Takes on to tell that a state is not as it was told last. The caller has to settle or
   * release it within a minute; then somebody else may take it on.
   *
   * @returns which attempt it is, from 1; undefined if somebody else has told it or is telling it
   */
  claim(alert: ToldAlert): Promise<number | undefined>;
  /** Notes that what was claimed has been told. */
  settle(alert: ToldAlert): Promise<void>;
  /** Gives back what was claimed, to be told the next time. */
  release(alert: ToldAlert): Promise<void>;
}
