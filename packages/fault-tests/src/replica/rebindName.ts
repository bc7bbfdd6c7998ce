import dns from 'node:dns';
import { isIP } from 'node:net';

/** Of the 6bone, which ended in 2006: nobody has it, and the product takes it for one that somebody has. */
const PUBLIC_ADDRESS = '3ffe::1';
const OWN_ADDRESS = '127.0.0.1';

/**
 * Has a name stand for an address of the internet and one of this machine, in turns, as does the name of
 * somebody who hopes that it is judged by the one and connected to by the other.
 */
export function rebindName(name: string): void {
  const lookUp = dns.lookup;
  let turns = 0;
  const rebind = (
    hostname: string,
    options: dns.LookupAllOptions,
    callback: (
      error: NodeJS.ErrnoException | null,
      addresses: dns.LookupAddress[],
    ) => void,
  ) => {
    if (hostname !== name) {
      lookUp(hostname, options, callback);
      return;
    }
    turns += 1;
    const address = turns % 2 === 1 ? PUBLIC_ADDRESS : OWN_ADDRESS;
    callback(null, [{ address, family: isIP(address) }]);
  };
  dns.lookup = Object.assign(rebind, lookUp) as typeof dns.lookup;
}
