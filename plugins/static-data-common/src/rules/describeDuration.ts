import { pluralize } from '../text';

const MINUTE_MS = 60_000;

const UNITS = [
  { name: 'day', ms: 24 * 60 * MINUTE_MS },
  { name: 'hour', ms: 60 * MINUTE_MS },
  { name: 'minute', ms: MINUTE_MS },
];

/**
 * A length of time in words, in its largest whole unit; for example `2 hours`.
 *
 * @public
 */
export function describeDuration(milliseconds: number): string {
  const unit = UNITS.find(({ ms }) => milliseconds >= ms);
  if (!unit) {
    return 'less than a minute';
  }
  return pluralize(Math.floor(milliseconds / unit.ms), unit.name);
}
