import { resolve, toObject, withoutNames } from './documents';

/** A channel that is gone: whoever sent to it or listened to it does so in vain. */
export function findAsyncApiBreaks(before: unknown, after: unknown): string[] {
  const left = listAddresses(after);
  if (left.includes(undefined)) {
    // It may be that of a channel that looks gone.
    return [];
  }
  const addresses = new Set(
    left.map(address => address && withoutNames(address)),
  );
  return listAddresses(before).flatMap(address =>
    address === undefined || addresses.has(withoutNames(address))
      ? []
      : [`channel ${address} is gone`],
  );
}

/**
 * The addresses of all channels; undefined for one that is not known. Version 3 keeps them apart
 * from the names of channels.
 */
function listAddresses(document: unknown): (string | undefined)[] {
  const { asyncapi, channels } = toObject(document);
  const hasNames = !/^[12]\./.test(String(asyncapi));
  return Object.entries(toObject(channels)).map(([name, channel]) => {
    const address = resolve(document, channel)?.address;
    if (!hasNames) {
      return name;
    }
    return typeof address === 'string' ? address : undefined;
  });
}
