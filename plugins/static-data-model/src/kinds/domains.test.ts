import { parseRecords } from '../__testUtils__/parseRecords';
import { sourceFile } from '../__testUtils__/sourceFiles';
import { domains } from './domains';

const LOCATION = { file: 'data/records.json', line: 2 };

function parse(record: unknown) {
  return parseRecords(domains, [sourceFile(LOCATION.file, [record])]);
}

describe('domains', () => {
  it('reads every field of the source format', async () => {
    const domain = {
      id: 'money',
      name: 'Money',
      description: 'All of it',
      owner: 'red',
      subdomainOf: 'business',
    };
    const { records } = await parse(domain);
    expect(records).toEqual([{ ...domain, location: LOCATION }]);
  });

  it('retains the domain of a record that is not valid', async () => {
    const { unreadable } = await parse({ id: 'money', owner: 'a\0' });
    expect(unreadable).toEqual([
      {
        file: LOCATION.file,
        entityRef: 'domain:default/money',
        reason: expect.stringContaining("Domain 'money'"),
      },
    ]);
  });

  it('does without an owner that is none', async () => {
    const { records, findings } = await parse({ id: 'money', owner: {} });
    expect(records).toEqual([{ id: 'money', location: LOCATION }]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        line: 4,
        message: expect.stringContaining("'owner' must be a string"),
      }),
    ]);
  });
});
