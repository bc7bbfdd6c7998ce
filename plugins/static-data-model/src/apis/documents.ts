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

/**
 * Follows references within a document (`#/components/schemas/Order`).
 *
 * @returns undefined for those that lead elsewhere, or nowhere
 */
export function resolve(
  document: unknown,
  value: unknown,
): DocumentObject | undefined {
  let object = toObject(value);
  for (let i = 0; typeof object.$ref === 'string'; i++) {
    if (i === MAX_REFERENCES || !object.$ref.startsWith('#/')) {
      return undefined;
    }
    const keys = object.$ref.slice(2).split('/').map(unescapeKey);
    const referenced = keys.reduce<unknown>((parent, key) => {
      const parts = toObject(parent);
      return Object.hasOwn(parts, key) ? parts[key] : undefined;
    }, document);
    if (referenced === undefined) {
      return undefined;
    }
    object = toObject(referenced);
  }
  return object;
}

/** An address without the names of its parameters: `/orders/{id}` and `/orders/{orderId}` are the same. */
export function withoutNames(address: string): string {
  return address.replaceAll(/\{[^{}]*\}/g, '{}');
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return key;
  }
}
