/** A count in the reader's locale. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat().format(count);
}

/** What a message with a plural needs: the number, and how the reader writes it. */
export function countParams(count: number): {
  count: number;
  formatted: string;
} {
  return { count, formatted: formatCount(count) };
}

/** A share in percent, with one decimal; never rounded up to a full 100 %. */
export function formatPercent(percent: number): string {
  const shown = percent < 100 ? Math.min(percent, 99.9) : percent;
  return `${new Intl.NumberFormat(undefined, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(shown)}%`;
}
