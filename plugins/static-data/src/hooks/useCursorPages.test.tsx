import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook, waitFor } from '@testing-library/react';
import { ReactNode } from 'react';
import { createResponseError, FakeStaticDataApi } from '../__testUtils__';
import { staticDataApiRef } from '../api/StaticDataApi';
import { CursorPage, useCursorPages } from './useCursorPages';

const api = new FakeStaticDataApi();
const wrapper = (props: { children: ReactNode }) => (
  <TestApiProvider apis={[[staticDataApiRef, api]]}>
    {props.children}
  </TestApiProvider>
);

function createPage(items: string[], nextCursor?: string): CursorPage<string> {
  return {
    items,
    pagination: {
      limit: 2,
      hasMore: Boolean(nextCursor),
      nextCursor,
      total: 3,
    },
  };
}

describe('useCursorPages', () => {
  it('reads the first page at once and the others on request', async () => {
    const readPage = async (cursor?: string) =>
      cursor === 'b' ? createPage(['c']) : createPage(['a', 'b'], 'b');
    const { result } = renderHook(
      () => useCursorPages((_, cursor) => readPage(cursor), []),
      { wrapper },
    );

    await waitFor(() => expect(result.current.loading).toBe(false));
    expect(result.current).toMatchObject({
      items: ['a', 'b'],
      total: 3,
      hasMore: true,
    });

    await act(async () => result.current.loadMore());
    expect(result.current).toMatchObject({
      items: ['a', 'b', 'c'],
      hasMore: false,
    });
  });

  it('keeps what it has when a page fails, and tries that page again', async () => {
    let fails = true;
    const readPage = async (cursor?: string) => {
      if (!cursor) {
        return createPage(['a', 'b'], 'b');
      }
      if (fails) {
        throw new Error('gone');
      }
      return createPage(['c']);
    };
    const { result } = renderHook(
      () => useCursorPages((_, cursor) => readPage(cursor), []),
      { wrapper },
    );
    await waitFor(() => expect(result.current.loading).toBe(false));

    await act(async () => result.current.loadMore());
    expect(result.current.error).toEqual(new Error('gone'));
    expect(result.current.items).toEqual(['a', 'b']);

    fails = false;
    await act(async () => result.current.loadMore());
    expect(result.current.error).toBeUndefined();
    expect(result.current.items).toEqual(['a', 'b', 'c']);
  });

  it('forgets all that it has when the reader may not see it any more', async () => {
    const forbidden = await createResponseError(403, 'Not allowed');
    const readPage = async (cursor?: string) => {
      if (!cursor) {
        return createPage(['a', 'b'], 'b');
      }
      throw forbidden;
    };
    const { result } = renderHook(
      () => useCursorPages((_, cursor) => readPage(cursor), []),
      { wrapper },
    );
    await waitFor(() => expect(result.current.loading).toBe(false));

    await act(async () => result.current.loadMore());
    expect(result.current).toMatchObject({
      items: [],
      hasMore: false,
      loading: false,
      error: forbidden,
    });
    expect(result.current.nextCursor).toBeUndefined();
    expect(result.current.total).toBeUndefined();
  });

  it('starts all over for another list, and ignores late answers about the one before', async () => {
    const answers: Array<(page: CursorPage<string>) => void> = [];
    const slow = () =>
      new Promise<CursorPage<string>>(resolve => answers.push(resolve));
    const fast = async () => createPage(['new']);
    const { result, rerender } = renderHook(
      ({ readPage }) => useCursorPages(readPage, [readPage]),
      { wrapper, initialProps: { readPage: slow } },
    );

    rerender({ readPage: fast });
    await waitFor(() => expect(result.current.items).toEqual(['new']));
    await act(async () =>
      answers.forEach(answer => answer(createPage(['old']))),
    );

    expect(result.current.items).toEqual(['new']);
  });
});
