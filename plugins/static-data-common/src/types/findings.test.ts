import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SYNC_FINDING_CODES } from './findings';

/** The rows of the table in docs/operations.md that explains the codes, as cells. */
function readDocumentedCodes(): { code: string; cells: string[] }[] {
  const docs = readFileSync(
    resolve(__dirname, '../../../../docs/operations.md'),
    'utf8',
  );
  const [, section] = docs.split(/^## Finding codes$/m);
  return section
    .split(/^## /m)[0]
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()))
    .flatMap(([, code, ...cells]) => {
      const [, name] = code?.match(/^`(\w+)`$/) ?? [];
      return name ? [{ code: name, cells: cells.slice(0, -1) }] : [];
    });
}

describe('SYNC_FINDING_CODES', () => {
  const documented = readDocumentedCodes();

  it('are all explained in docs/operations.md, in the same order', () => {
    expect(documented.map(({ code }) => code)).toEqual(SYNC_FINDING_CODES);
  });

  it.each(documented)(
    '$code has a meaning and something to do',
    ({ cells }) => {
      expect(cells).toEqual([
        expect.stringMatching(/\w+ \w+/),
        expect.stringMatching(/\w+ \w+/),
      ]);
    },
  );
});
