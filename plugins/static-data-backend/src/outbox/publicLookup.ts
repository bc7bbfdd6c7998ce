import dns from 'node:dns';
import { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A name stands for an address that is not of the internet. */
export class PrivateAddressError extends Error {
  name = 'PrivateAddressError';

  constructor() {
    super(
      `The host's name stands for an address of a private network; if the receiver is there, set 'privateNetwork: true' for this webhook`,
    );
  }
}

/**
 * How to find the addresses of a host on the internet. The connection is made to the addresses that
 * were judged, so that a name cannot stand for another one a moment later.
 *
 * Other names are not judged: a proxy of the deployment may be anywhere.
 */
export function createPublicLookup(
  host: string,
  lookup: typeof dns.lookup = dns.lookup,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, []);
      } else if (
        hostname === host &&
        !addresses.every(({ address }) => isPublic(address))
      ) {
        callback(new PrivateAddressError(), []);
      } else if (options.all) {
        callback(null, addresses);
      } else {
        const [{ address, family }] = addresses;
        callback(null, address, family);
      }
    });
  };
}

function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast';
}
