/** The kinds of entities that every sync makes, in display order, with their English labels. */
export const ENTITY_KINDS = {
  Component: 'Components',
  API: 'APIs',
  Group: 'Groups',
  System: 'Systems',
  Domain: 'Domains',
} as const;

/** One of the kinds in {@link ENTITY_KINDS}. */
export type KnownEntityKind = keyof typeof ENTITY_KINDS;
