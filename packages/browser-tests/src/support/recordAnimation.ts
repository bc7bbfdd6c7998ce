import { setTimeout as sleep } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import { Page } from '@playwright/test';
import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import { PNG } from 'pngjs';

const FRAME_MS = 200;
const LAST_FRAME_MS = 4_000;
const COLORS = 128;

/** Shows what happens on a page as an animated picture, which begins anew after its end. */
export async function recordAnimation(
  page: Page,
  path: string,
  happen: () => Promise<void>,
): Promise<void> {
  const frames: { png: Buffer; ms: number }[] = [];
  let isOver = false;
  const recording = (async () => {
    while (!isOver) {
      const started = Date.now();
      const png = await page.screenshot();
      await sleep(Math.max(0, FRAME_MS - (Date.now() - started)));
      const ms = Date.now() - started;
      const last = frames.at(-1);
      if (last?.png.equals(png)) {
        last.ms += ms;
      } else {
        frames.push({ png, ms });
      }
    }
  })();
  try {
    await happen();
  } finally {
    isOver = true;
    await recording;
  }
  frames.push({ png: await page.screenshot(), ms: LAST_FRAME_MS });
  const gif = GIFEncoder();
  for (const { png, ms } of frames) {
    const { width, height, data } = PNG.sync.read(png);
    const palette = quantize(data, COLORS);
    gif.writeFrame(applyPalette(data, palette), width, height, {
      palette,
      delay: ms,
    });
  }
  gif.finish();
  await writeFile(path, gif.bytes());
}
