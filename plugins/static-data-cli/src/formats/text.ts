import { styleText } from 'node:util';
import { escapeControls } from '@internal/plugin-static-data-common';

/** What comes of a source with a finding that ends a sync. */
export const SYNC_WOULD_FAIL =
  'A sync would fail, and the catalog would stay as it is';

/** Colours for texts on a terminal; without colours, the texts as they are. */
export type Paint = (colour: keyof typeof COLOURS, text: string) => string;

const COLOURS = {
  error: ['red', 'bold'],
  warning: ['yellow'],
  good: ['green'],
  dim: ['dim'],
  bold: ['bold'],
} as const;

/** @param isColoured - decides alone: newer versions of Node.js look at the process as well */
export function createPaint(isColoured: boolean): Paint {
  return (colour, text) =>
    isColoured
      ? COLOURS[colour].reduce(
          (painted, it) => styleText(it, painted, { validateStream: false }),
          text,
        )
      : text;
}

/** Whether a stream shows colours: a terminal, unless its user wants none (https://no-color.org). */
export function showsColours(
  stream: { isTTY?: boolean },
  { NO_COLOR, TERM }: NodeJS.ProcessEnv,
): boolean {
  return Boolean(stream.isTTY) && !NO_COLOR && TERM !== 'dumb';
}

/** Replaces halves of characters, as writing a text in UTF-8 does. */
export function toWellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/**
 * JSON that is also safe to be shown: whatever steers a terminal is escaped. Half a character, which
 * not every parser takes, is replaced.
 */
export function toSafeJson(value: unknown): string {
  const json = JSON.stringify(
    value,
    (_, part) => (typeof part === 'string' ? toWellFormed(part) : part),
    2,
  );
  return escapeControls(json, { keepsLines: true });
}
