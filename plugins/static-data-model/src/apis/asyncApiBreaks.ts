import { toObject } from './documents';

/** A channel that is gone: whoever sent to it or listened to it does so in vain. */
export function findAsyncApiBreaks(before: unknown, after: unknown): string[] {
  const left = listChannels(after);
  return [...listChannels(before)]
    .filter(channel => !left.has(channel))
    .map(channel => `channel ${channel} is gone`);
}

/** By their addresses: version 3 keeps these apart from their names. */
function listChannels(document: unknown): Set<string> {
  const channels = Object.entries(toObject(toObject(document).channels));
  return new Set(
    channels.map(([name, channel]) => {
      const { address } = toObject(channel);
      return typeof address === 'string' ? address : name;
    }),
  );
}
