import {
  SyncHistoryRecord,
  SyncSource,
} from '@internal/plugin-static-data-common';
import { createContext, ReactNode, useContext, useEffect } from 'react';
import useLocalStorage from 'react-use/esm/useLocalStorage';
import { LoaderState, useLoader } from './useLoader';
import {
  retryDelayOf,
  useDocumentVisible,
  useTimerWhileVisible,
} from './usePolling';

/** The id of the source that a page is about. */
export const SourceContext = createContext<string | undefined>(undefined);

/**
 * The id of the source that the page is about: the one to ask the backend for. Undefined on a page
 * about all of them, and where there is only one, which needs no name.
 */
export function useSource(): string | undefined {
  return useContext(SourceContext);
}

/**
 * The id of the source that the page is about, also where there is only one. Undefined on a page about several,
 * and as long as nothing tells it.
 *
 * @param sync - a sync that the page shows; tells the source where the list of sources cannot be loaded
 */
export function useSourceId(
  sync: Pick<SyncHistoryRecord, 'source'> | null | undefined,
): string | undefined {
  const { list, hasSeveral } = useSources();
  const named = useSource();
  const only = hasSeveral ? undefined : list.value?.[0]?.id ?? sync?.source;
  return named ?? only;
}

interface Sources {
  list: LoaderState<SyncSource[]>;
  /**
   * Whether there are several. Until the list is there, undefined unless there were at the last visit: to take
   * several for one would ask for what the backend refuses.
   */
  hasSeveral: boolean | undefined;
}

const SourcesContext = createContext<Sources>({
  list: { value: [], attempts: 0, reload: async () => {} },
  hasSeveral: false,
});

/** All sources, as far as they are known. */
export function useSources(): Sources {
  return useContext(SourcesContext);
}

/** Loads the sources beside whatever the page shows. Whoever shows the list keeps it fresh. */
export function SourcesProvider(props: { children: ReactNode }) {
  const visible = useDocumentVisible();
  const list = useLoader(async api => (await api.getSources()).sources, [], {
    paused: !visible,
  });
  const { value, error, attempts, reload } = list;
  const isMissing = value === undefined && error !== undefined;
  useTimerWhileVisible(
    reload,
    isMissing ? retryDelayOf(error) : undefined,
    attempts,
  );

  const [hadSeveral, remember] = useLocalStorage<boolean>(
    'static-data.several-sources',
  );
  const found = value && value.length > 1;
  useEffect(() => {
    if (found !== undefined) {
      remember(found);
    }
  }, [found, remember]);
  // a backend that cannot tell has one
  const unknown = isMissing ? false : undefined;
  const hasSeveral = found ?? (hadSeveral || unknown);

  return (
    // renders anew only when the list does
    // eslint-disable-next-line react/jsx-no-constructed-context-values
    <SourcesContext.Provider value={{ list, hasSeveral }}>
      {props.children}
    </SourcesContext.Provider>
  );
}
