import { resolve, toObject, withoutNames } from './documents';

/** A channel that is gone: whoever sent to it or listened to it does so in vain. */
export function findAsyncApiBreaks(before: unknown, after: unknown): string[] {
  const old = listAddresses(before);
  const current = listAddresses(after);
  const isUnknown = (name: string) =>
    current.has(name) && current.get(name) === undefined;
  if ([...current.keys()].some(name => !old.has(name) && isUnknown(name))) {
    // It may be that of any channel that looks gone.
    return [];
  }
  const addresses = new Set(
    [...current.values()].map(address => address && withoutNames(address)),
  );
  return [...old].flatMap(([name, address]) =>
    address === undefined ||
    addresses.has(withoutNames(address)) ||
    isUnknown(name)
      ? []
      : [`channel ${address} is gone`],
  );
}

/**
 * The addresses of all channels, by their names; undefined for one that is not known. Before version
 * 3, channels have their addresses as names.
 */
function listAddresses(document: unknown): Map<string, string | undefined> {
  const { asyncapi, channels } = toObject(document);
  const hasNames = !/^[12]\./.test(String(asyncapi));
  return new Map(
    Object.entries(toObject(channels)).map(([name, channel]) => {
      if (!hasNames) {
        return [name, name];
      }
      const address = resolve(document, channel)?.address;
      return [name, typeof address === 'string' ? address : undefined];
    }),
  );
}
