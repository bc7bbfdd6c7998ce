import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { formatCsv } from './formatCsv';

const START = { startTime: '2026-01-01T00:00:00.000Z' };

function withFirstError(message: string): SyncHistoryRecord {
  return createSyncRecord({
    ...START,
    status: 'FAILURE',
    errors: ['first', 'second'].map((_, index) => ({
      phase: 'PARSE' as const,
      code: 'SYNTAX' as const,
      error: index === 0 ? message : 'another one',
      hint: 'look at the file',
    })),
    errorCount: 2,
  });
}

/** How the only row ends, which is with the message of the first error, but for the source and who cancelled it. */
function cellOf(message: string): string {
  return formatCsv([withFirstError(message)], false)
    .split(',2,0,')[1]
    .replace(/,default,(?=\r\n$)/, '');
}

describe('formatCsv', () => {
  it('has a row of plain cells for every sync, under the names of the API', () => {
    const { id } = createSyncRecord(START);
    const record = createSyncRecord({
      ...START,
      id,
      number: 118,
      syncType: 'MANUAL',
      triggeredBy: 'user:default/jörg',
      dryRun: true,
    });

    expect(formatCsv([record], true)).toBe(
      [
        '\ufeffid,number,startTime,endTime,durationMs,status,syncType,triggeredBy,dryRun,repository,branch,revision,totalEntities,entitiesAdded,entitiesUpdated,entitiesRemoved,entitiesUnchanged,entitiesRetained,removalsHeld,errorCount,warningCount,firstError,source,cancelledBy',
        `${id},118,2026-01-01T00:00:00.000Z,2026-01-01T00:00:02.000Z,2000,SUCCESS,MANUAL,user:default/jörg,true,data,'-,abc123,62,1,0,0,61,0,0,0,0,,default,`,
        '',
      ].join('\r\n'),
    );
  });

  it('has the header and the byte order mark only before the first rows', () => {
    const record = createSyncRecord(START);

    const text = formatCsv([], true) + formatCsv([record], false);

    expect(text.match(/\ufeff/g)).toHaveLength(1);
    expect(text.split('\r\n').map(line => line.split(',')[0])).toEqual([
      '\ufeffid',
      record.id,
      '',
    ]);
  });

  it.each([
    ['=1+1', `'=1+1\r\n`],
    ['+1', `'+1\r\n`],
    ['-1', `'-1\r\n`],
    ['@SUM(A1)', `'@SUM(A1)\r\n`],
    ['\t=1', `'\t=1\r\n`],
    ['\r=1', `"'\r=1"\r\n`],
    ['=HYPERLINK("http://a","b")', `"'=HYPERLINK(""http://a"",""b"")"\r\n`],
  ])('has no formula for %j', (message, cell) => {
    expect(cellOf(message)).toBe(cell);
  });

  it.each([
    ['a comma, in the middle', `"a comma, in the middle"\r\n`],
    ['a "quote"', `"a ""quote"""\r\n`],
    ['two\nlines', `"two\nlines"\r\n`],
    ['two\r\nlines', `"two\r\nlines"\r\n`],
    ['1 - 1 = 0', `1 - 1 = 0\r\n`],
  ])('keeps %j in one cell', (message, cell) => {
    expect(cellOf(message)).toBe(cell);
  });
});
