import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook, waitFor } from '@testing-library/react';
import { ReactNode } from 'react';
import { createResponseError, FakeStaticDataApi } from '../__testUtils__';
import { staticDataApiRef } from '../api/StaticDataApi';
import { useLoader } from './useLoader';

const api = new FakeStaticDataApi();
const wrapper = (props: { children: ReactNode }) => (
  <TestApiProvider apis={[[staticDataApiRef, api]]}>
    {props.children}
  </TestApiProvider>
);

describe('useLoader', () => {
  it('loads from the backend at once, and again when a dependency changes', async () => {
    const load = jest.fn(async (_, id: string) => `value of ${id}`);
    const { result, rerender } = renderHook(
      ({ id }) => useLoader(source => load(source, id), [id]),
      { wrapper, initialProps: { id: 'a' } },
    );

    await waitFor(() => expect(result.current.value).toBe('value of a'));
    expect(load).toHaveBeenCalledWith(api, 'a');
    rerender({ id: 'a' });
    expect(load).toHaveBeenCalledTimes(1);

    rerender({ id: 'b' });
    expect(result.current.value).toBe('value of a');
    await waitFor(() => expect(result.current.value).toBe('value of b'));
  });

  it('rests while it is paused', async () => {
    const load = jest.fn().mockResolvedValue('value');
    const { result, rerender } = renderHook(
      ({ paused }) => useLoader(load, [], { paused }),
      { wrapper, initialProps: { paused: true } },
    );
    expect(load).not.toHaveBeenCalled();

    rerender({ paused: false });
    await waitFor(() => expect(result.current.value).toBe('value'));
  });

  it('keeps the last good value when a later attempt fails', async () => {
    const load = jest
      .fn<Promise<string>, []>()
      .mockResolvedValueOnce('good')
      .mockRejectedValueOnce('bad')
      .mockResolvedValueOnce('better');
    const { result } = renderHook(() => useLoader(load, []), { wrapper });

    await waitFor(() =>
      expect(result.current).toMatchObject({ value: 'good', attempts: 1 }),
    );

    await act(() => result.current.reload());
    expect(result.current.value).toBe('good');
    expect(result.current.error).toEqual(new Error('bad'));

    await act(() => result.current.reload());
    expect(result.current).toMatchObject({ value: 'better', attempts: 3 });
    expect(result.current.error).toBeUndefined();
  });

  it('forgets the value when the reader may not see it any more', async () => {
    const load = jest
      .fn<Promise<string>, []>()
      .mockResolvedValueOnce('secret')
      .mockRejectedValueOnce(await createResponseError(403, 'Not allowed'))
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValueOnce('public');
    const { result } = renderHook(() => useLoader(load, []), { wrapper });
    await waitFor(() => expect(result.current.value).toBe('secret'));

    await act(() => result.current.reload());
    expect(result.current.value).toBeUndefined();
    expect(result.current.loadedAt).toBeUndefined();
    expect(result.current.error).toMatchObject({ statusCode: 403 });

    await act(() => result.current.reload());
    expect(result.current.value).toBeUndefined();

    await act(() => result.current.reload());
    expect(result.current.value).toBe('public');
  });

  it('ignores an answer that comes after a newer one', async () => {
    const answers: Array<(value: string) => void> = [];
    const load = () => new Promise<string>(resolve => answers.push(resolve));
    const { result } = renderHook(() => useLoader(load, []), { wrapper });

    act(() => {
      result.current.reload();
    });
    answers[1]('new');
    await waitFor(() => expect(result.current.value).toBe('new'));
    await act(async () => answers[0]('old'));

    expect(result.current.value).toBe('new');
  });
});
