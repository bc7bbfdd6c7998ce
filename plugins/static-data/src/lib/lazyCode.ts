import { toError } from '@backstage/errors';

/** Code that is not loaded before somebody needs it. */
export interface LazyCode<T> {
  /** What it exports, once it is loaded. */
  readonly loaded: T | undefined;
  /** Loads it, also after an attempt that failed, unlike `lazy` of React. */
  load(): Promise<T>;
}

/** Names an error in loading code that the server has no longer, as after an update of the app. */
export const CODE_GONE_ERROR = 'CodeGoneError';

/** What bundlers name the error if a file of code does not load, for whatever reason. */
export const CHUNK_LOAD_ERROR = 'ChunkLoadError';

export function lazyCode<T>(importCode: () => Promise<T>): LazyCode<T> {
  let loaded: T | undefined;
  return {
    get loaded() {
      return loaded;
    },
    async load() {
      try {
        loaded = await importCode();
        return loaded;
      } catch (error) {
        if (await isGone(toError(error))) {
          const gone = new Error('The code is not on the server any more');
          gone.name = CODE_GONE_ERROR;
          throw gone;
        }
        throw error;
      }
    },
  };
}

/** Asks for the file again, as the element that loads it does not tell how the server answered. */
async function isGone(
  error: Error & { request?: string; type?: string },
): Promise<boolean> {
  if (error.name !== CHUNK_LOAD_ERROR || !error.request) {
    return false;
  }
  if (error.type === 'missing') {
    // something else is there, such as the page for all addresses that are unknown
    return true;
  }
  try {
    const { status } = await fetch(error.request, { method: 'HEAD' });
    return status === 404;
  } catch {
    return false;
  }
}
