import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook } from '@testing-library/react';
import { ReactNode } from 'react';
import { FakeStaticDataApi } from '../__testUtils__';
import { staticDataApiRef } from '../api/StaticDataApi';
import { lazyCode } from '../lib/lazyCode';
import { useLazyCode } from './useLazyCode';
import { RECONNECT_INTERVAL_MS } from './usePolling';

const api = new FakeStaticDataApi();
const wrapper = (props: { children: ReactNode }) => (
  <TestApiProvider apis={[[staticDataApiRef, api]]}>
    {props.children}
  </TestApiProvider>
);

async function advance(milliseconds: number) {
  await act(() => jest.advanceTimersByTimeAsync(milliseconds));
}

describe('useLazyCode', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('loads code, and has it at once the next time', async () => {
    const code = lazyCode(async () => 'code');
    const first = renderHook(() => useLazyCode(code), { wrapper });
    expect(first.result.current.value).toBeUndefined();
    await advance(0);
    expect(first.result.current.value).toBe('code');

    const second = renderHook(() => useLazyCode(code), { wrapper });
    expect(second.result.current.value).toBe('code');
  });

  it('tries again by itself while nobody answers', async () => {
    const importCode = jest
      .fn()
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValueOnce('code');
    const code = lazyCode(importCode);
    const { result } = renderHook(() => useLazyCode(code), { wrapper });
    await advance(0);
    expect(result.current.error).toEqual(new TypeError('Failed to fetch'));

    await advance(RECONNECT_INTERVAL_MS);
    expect(result.current.value).toBe('code');
    expect(result.current.error).toBeUndefined();
    await advance(10 * RECONNECT_INTERVAL_MS);
    expect(importCode).toHaveBeenCalledTimes(2);
  });

  it('never has code other than what is asked for', async () => {
    const one = lazyCode(async () => 'one');
    const other = lazyCode(async () => 'other');
    const { result, rerender } = renderHook(({ code }) => useLazyCode(code), {
      wrapper,
      initialProps: { code: one },
    });
    await advance(0);
    expect(result.current.value).toBe('one');

    rerender({ code: other });
    expect(result.current.value).toBeUndefined();
    await advance(0);
    expect(result.current.value).toBe('other');
  });
});
