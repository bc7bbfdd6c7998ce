/** Gives the 1-based line of a position in a text; `\n`, `\r\n` and `\r` end a line. */
export function createLineIndex(text: string): (offset: number) => number {
  const lineStarts = [0];
  for (let position = 0; position < text.length; position += 1) {
    const char = text[position];
    const isPair = char === '\r' && text[position + 1] === '\n';
    if (char === '\n' || (char === '\r' && !isPair)) {
      lineStarts.push(position + 1);
    }
  }
  return offset => {
    let low = 0;
    let high = lineStarts.length;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (lineStarts[middle] <= offset) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low + 1;
  };
}
