import { decodeFile } from './readText';

const path = 'data/squads.json';

function read(content: Buffer) {
  return decodeFile(path, content);
}

describe('decodeFile', () => {
  it('decodes UTF-8', () => {
    expect(read(Buffer.from('Zürich €'))).toEqual({
      path,
      text: 'Zürich €',
    });
  });

  it('leaves out the byte order mark', () => {
    expect(read(Buffer.from('\uFEFF[]'))).toEqual({
      path,
      text: '[]',
    });
  });

  it('names the line of the first byte that is not UTF-8', () => {
    const content = Buffer.concat([
      Buffer.from('one\n\uFFFD is valid\n'),
      Buffer.from([0x66, 0xfc, 0x72]),
      Buffer.from('\nfour'),
    ]);
    expect(read(content)).toEqual({
      path,
      problem: {
        code: 'SYNTAX',
        message: 'data/squads.json is not encoded in UTF-8',
        hint: 'Save the file with the encoding UTF-8.',
        line: 3,
      },
    });
  });

  it('refuses UTF-16', () => {
    const content = Buffer.from('\uFEFF[]', 'utf16le');
    expect(read(content)).toMatchObject({ problem: { line: 1 } });
  });
});
