import { decodeText } from './readText';

describe('decodeText', () => {
  it('decodes UTF-8', () => {
    expect(decodeText(Buffer.from('Zürich €'))).toEqual({ text: 'Zürich €' });
  });

  it('leaves out the byte order mark', () => {
    expect(decodeText(Buffer.from('\uFEFF[]'))).toEqual({ text: '[]' });
  });

  it('names the line of the first byte that is not UTF-8', () => {
    const content = Buffer.concat([
      Buffer.from('one\n\uFFFD is valid\n'),
      Buffer.from([0x66, 0xfc, 0x72]),
      Buffer.from('\nfour'),
    ]);
    expect(decodeText(content)).toEqual({ invalidLine: 3 });
  });

  it('refuses UTF-16', () => {
    const content = Buffer.from('\uFEFF[]', 'utf16le');
    expect(decodeText(content)).toEqual({ invalidLine: 1 });
  });
});
