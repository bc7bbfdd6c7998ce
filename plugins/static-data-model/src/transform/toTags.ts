const MAX_TAG_LENGTH = 63;

/** Makes tags valid for the catalog: lower case, `[a-z0-9+#]` with single dashes between, unique. */
export function toTags(texts: string[]): string[] {
  const tags = texts.map(text =>
    text
      .toLowerCase()
      .split(/[^a-z0-9+#]+/)
      .filter(Boolean)
      .join('-')
      .slice(0, MAX_TAG_LENGTH)
      .replace(/-$/, ''),
  );
  return [...new Set(tags.filter(Boolean))];
}
