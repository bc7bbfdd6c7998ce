/**
 * Part of what is read from the database.
 *
 * @public
 */
export interface Unreadable {
  /**
   * Names of the fields whose stored values are damaged, or were written by another release in a way
   * that this one does not know. They are empty: no text, 0, the start of 1970. Absent if all could
   * be read.
   */
  unreadable?: string[];
}
