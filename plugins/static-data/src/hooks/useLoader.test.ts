import { act, renderHook, waitFor } from '@testing-library/react';
import { useLoader } from './useLoader';

describe('useLoader', () => {
  it('keeps the last good value when a later attempt fails', async () => {
    const load = jest
      .fn<Promise<string>, []>()
      .mockResolvedValueOnce('good')
      .mockRejectedValueOnce('bad')
      .mockResolvedValueOnce('better');
    const { result } = renderHook(() => useLoader(load));

    await act(() => result.current.reload());
    expect(result.current).toMatchObject({ value: 'good', attempts: 1 });

    await act(() => result.current.reload());
    expect(result.current.value).toBe('good');
    expect(result.current.error).toEqual(new Error('bad'));

    await act(() => result.current.reload());
    expect(result.current).toMatchObject({ value: 'better', attempts: 3 });
    expect(result.current.error).toBeUndefined();
  });

  it('ignores an answer that comes after a newer one', async () => {
    const answers: Array<(value: string) => void> = [];
    const load = () => new Promise<string>(resolve => answers.push(resolve));
    const { result } = renderHook(() => useLoader(load));

    act(() => {
      result.current.reload();
      result.current.reload();
    });
    answers[1]('new');
    await waitFor(() => expect(result.current.value).toBe('new'));
    await act(async () => answers[0]('old'));

    expect(result.current.value).toBe('new');
  });
});
