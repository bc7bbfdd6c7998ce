const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * A duration at the precision that matters to a reader: `840 ms`, `3.2 s`,
 * `2 min 5 s`, `1 h 4 min`.
 */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < SECOND) {
    return `${Math.round(milliseconds)} ms`;
  }
  // 59 950 ms and more would be shown as "60.0 s"
  if (milliseconds < MINUTE - SECOND / 20) {
    return `${formatSeconds(milliseconds / SECOND)} s`;
  }
  if (milliseconds < HOUR - SECOND / 2) {
    const seconds = Math.round(milliseconds / SECOND);
    return joinUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  }
  const minutes = Math.round(milliseconds / MINUTE);
  return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function formatSeconds(seconds: number): string {
  return new Intl.NumberFormat(undefined, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(seconds);
}

function joinUnits(
  large: number,
  largeUnit: string,
  small: number,
  smallUnit: string,
): string {
  return small === 0
    ? `${large} ${largeUnit}`
    : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** How long something has been going on, in whole seconds: `12 s`, `2 min 5 s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * SECOND);
}
