import { truncate } from '@internal/plugin-static-data-common';
import { redactSecrets } from '../redactSecrets';

/** Characters; errors of processors may quote whole documents. */
const MAX_LENGTH = 1000;

/** Makes a reason that contains foreign text fit to be stored and shown. */
export function toSafeReason(reason: string, secrets: string[]): string {
  return truncate(redactSecrets(reason, secrets), MAX_LENGTH);
}
