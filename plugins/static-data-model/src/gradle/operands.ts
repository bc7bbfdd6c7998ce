import { Token } from './tokens';

/** After these Groovy keywords comes an operand, so a slash begins a string. */
const OPERAND_KEYWORDS = new Set([
  'as',
  'assert',
  'case',
  'do',
  'else',
  'in',
  'instanceof',
  'new',
  'return',
  'throw',
  'yield',
]);

const VALUE_ENDS = new Set([')', ']', '}', '++', '--']);

/** False after something that a slash would divide. */
export function isOperandExpected(previous: Token | undefined): boolean {
  switch (previous?.type) {
    case 'name':
      return OPERAND_KEYWORDS.has(previous.text);
    case 'string':
    case 'number':
      return false;
    case 'symbol':
      return !VALUE_ENDS.has(previous.text);
    default:
      return true;
  }
}
