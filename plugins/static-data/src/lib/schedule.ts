import cronstrue from 'cronstrue';

/** The frequency of a source that is synchronised by hand only. */
export const MANUAL_FREQUENCY = 'manual';

const OPTIONS = { use24HourTimeFormat: true };

/** Describes a cron expression in English; undefined if it is none. */
export function describeCron(expression: string): string | undefined {
  try {
    return cronstrue.toString(expression, OPTIONS);
  } catch {
    // the expression itself is shown beside the words, so nothing is lost
    return undefined;
  }
}

/** The same in another language, if there are words for it, and in English otherwise. */
export async function describeCronIn(
  locale: string,
  expression: string,
): Promise<string | undefined> {
  const { default: translated } = await import('cronstrue/i18n');
  const [language] = locale.split('-');
  const known = [locale.replace('-', '_'), language].find(
    name => name in translated.locales,
  );
  try {
    return translated.toString(expression, {
      ...OPTIONS,
      locale: known ?? 'en',
    });
  } catch {
    return undefined;
  }
}
