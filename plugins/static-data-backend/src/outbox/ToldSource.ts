import {
  DEFAULT_SOURCE_ID,
  LinkedPage,
} from '@internal/plugin-static-data-common';

/** A source, as messages speak of it. */
export interface ToldSource {
  id: string;
  /** Otherwise, whoever reads a message needs to know which one it is about. */
  isOnlyOne: boolean;
}

/**
 * Tells what is known by a name of one source from the same of others. That of the source `default` goes by
 * the name alone.
 */
export function toSourceKey({ id }: ToldSource, name: string): string {
  return id === DEFAULT_SOURCE_ID ? name : `${name}:${id}`;
}

/** A text for people that says which source it is about. */
export function nameSource(
  { id, isOnlyOne }: ToldSource,
  text: string,
): string {
  return isOnlyOne ? text : `${id}: ${text}`;
}

/** The page of the source: if it is the only one, that of the synchronisation. */
export function toSourcePage({ id, isOnlyOne }: ToldSource): LinkedPage {
  return isOnlyOne ? {} : { source: id };
}
