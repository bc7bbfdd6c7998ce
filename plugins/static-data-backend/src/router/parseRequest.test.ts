import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { parseRequest } from './parseRequest';

const schema = z.strictObject({
  size: z.array(z.enum(['S', 'M'], { error: 'must be S or M' })).optional(),
});

describe('parseRequest', () => {
  it('returns what the schema makes of the parameters', () => {
    expect(parseRequest(schema, { size: ['S'] })).toEqual({ size: ['S'] });
  });

  it('names each parameter once, and what is wrong with it', () => {
    const parse = () => parseRequest(schema, { size: ['X', 'Y'], colour: '1' });

    expect(parse).toThrow(InputError);
    expect(parse).toThrow(
      `Invalid request: size: must be S or M; unknown parameter 'colour'`,
    );
  });
});
