/** An object of a parsed document; an empty one in the place of anything else. */
export type DocumentObject = Record<string, unknown>;

export function toObject(value: unknown): DocumentObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as DocumentObject)
    : {};
}

export function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

const MAX_REFERENCES = 20;

/** Follows references within a document (`#/components/schemas/Order`); others lead nowhere. */
export function resolve(document: unknown, value: unknown): DocumentObject {
  let object = toObject(value);
  for (let i = 0; typeof object.$ref === 'string'; i++) {
    if (i === MAX_REFERENCES || !object.$ref.startsWith('#/')) {
      return {};
    }
    const keys = object.$ref.slice(2).split('/').map(unescapeKey);
    object = toObject(
      keys.reduce<unknown>((parent, key) => {
        const parts = toObject(parent);
        return Object.hasOwn(parts, key) ? parts[key] : undefined;
      }, document),
    );
  }
  return object;
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return key;
  }
}
