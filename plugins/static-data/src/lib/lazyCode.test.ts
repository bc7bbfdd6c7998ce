import { toFailure } from './errors';
import { lazyCode } from './lazyCode';

const CHUNK = '/static/9441.chunk.js';

/** What the runtimes of webpack and Rspack throw. */
function createChunkLoadError(type: 'error' | 'missing' | 'timeout') {
  return Object.assign(new Error('Loading chunk 9441 failed.'), {
    name: 'ChunkLoadError',
    type,
    request: CHUNK,
  });
}

async function failWith(error: Error) {
  const code = lazyCode(() => Promise.reject(error));
  const thrown = await code.load().catch(caught => caught);
  return toFailure(thrown);
}

describe('lazyCode', () => {
  const fetchSpy = jest.spyOn(global, 'fetch');

  afterAll(() => fetchSpy.mockRestore());

  it('loads when it is asked to, and remembers what it has loaded', async () => {
    const importCode = jest.fn().mockResolvedValue('code');
    const code = lazyCode(importCode);
    expect(importCode).not.toHaveBeenCalled();
    expect(code.loaded).toBeUndefined();

    await expect(code.load()).resolves.toBe('code');
    expect(code.loaded).toBe('code');
  });

  it('loads again after it failed', async () => {
    fetchSpy.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    const code = lazyCode(
      jest
        .fn()
        .mockRejectedValueOnce(createChunkLoadError('error'))
        .mockResolvedValueOnce('code'),
    );

    await expect(code.load()).rejects.toThrow('Loading chunk');
    await expect(code.load()).resolves.toBe('code');
  });

  it('tells a lost connection', async () => {
    fetchSpy.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await expect(failWith(createChunkLoadError('error'))).resolves.toEqual({
      type: 'unreachable',
    });
  });

  it.each([200, 503])(
    'takes it for a lost connection that the file answers with %d now',
    async status => {
      fetchSpy.mockResolvedValueOnce(new Response(null, { status }));
      await expect(failWith(createChunkLoadError('timeout'))).resolves.toEqual({
        type: 'unreachable',
      });
      expect(fetchSpy).toHaveBeenLastCalledWith(CHUNK, { method: 'HEAD' });
    },
  );

  it('tells a file that the server has no longer', async () => {
    fetchSpy.mockResolvedValueOnce(new Response(null, { status: 404 }));
    await expect(failWith(createChunkLoadError('error'))).resolves.toEqual({
      type: 'outdated',
    });
  });

  it('tells a file that the server answers with something else', async () => {
    await expect(failWith(createChunkLoadError('missing'))).resolves.toEqual({
      type: 'outdated',
    });
  });

  it('passes on what the code itself throws', async () => {
    await expect(failWith(new Error('Broken'))).resolves.toEqual({
      type: 'other',
      message: 'Broken',
    });
  });
});
