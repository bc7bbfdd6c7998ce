import { mockApis } from '@backstage/test-utils';
import { staticDataTranslationRef } from '../translation';
import de from './de';

const PLACEHOLDER = /\{\{\w+\}\}/g;

describe('the German texts', () => {
  it('have the placeholders of the English ones', () => {
    const { t } = mockApis
      .translation()
      .getTranslation(staticDataTranslationRef) as unknown as {
      t: (key: string) => string;
    };
    for (const [key, text] of Object.entries(de)) {
      const placeholders = text.match(PLACEHOLDER) ?? [];
      // without values, placeholders stay as they are
      const inEnglish = t(key).match(PLACEHOLDER) ?? [];
      expect([key, ...placeholders.sort()]).toEqual([key, ...inEnglish.sort()]);
    }
  });
});
