/** The refs of entities, or of what is said about them. */
export function refsOf(items: { entityRef: string }[]): string[] {
  return items.map(({ entityRef }) => entityRef);
}
