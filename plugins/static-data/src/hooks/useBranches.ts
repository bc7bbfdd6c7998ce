import { MAX_SEARCH_LENGTH } from '@internal/plugin-static-data-common';
import { useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useLoader } from './useLoader';

const TYPING_PAUSE_MS = 300;

/**
 * Branches of a source, as its host lists them. Where it has more than it lists at once, those that contain what the
 * reader types as well, once the reader has paused.
 */
export function useBranches(source: string | undefined, typed: string) {
  const text = typed.trim().slice(0, MAX_SEARCH_LENGTH);
  const [q, setQ] = useState(text);
  useDebounce(() => setQ(text), TYPING_PAUSE_MS, [text]);
  const first = useLoader(api => api.getBranches({ source }), [source]);
  const isPartial =
    first.value?.isComplete === false && first.value.problem === undefined;
  const search = useLoader(
    async api => ({ q, list: await api.getBranches({ source, q }) }),
    [source, q],
    { paused: !isPartial || q === '' },
  );
  const isSearched = isPartial && text !== '';
  const found = search.value?.q === text ? search.value.list : undefined;
  const list = isSearched ? found : first.value;
  const error = isSearched ? search.error : first.error;
  return {
    branches: [...(first.value?.branches ?? []), ...(found?.branches ?? [])],
    loading: list === undefined && error === undefined,
    /** Whether there are more that match than are listed. */
    hasMore: list?.isComplete === false && list.problem === undefined,
    /** What the backend says about it. */
    problem: list?.problem,
    error: list ? undefined : error,
  };
}
