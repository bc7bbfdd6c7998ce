import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** A text that is part of the address, so that it can be shared; empty where it is not there. */
export function useUrlParameter(name: string) {
  const [searchParams, setSearchParams] = useSearchParams();

  const setValue = useCallback(
    (value: string) =>
      setSearchParams(
        previous => {
          if (value) {
            previous.set(name, value);
          } else {
            previous.delete(name);
          }
          return previous;
        },
        { replace: true },
      ),
    [name, setSearchParams],
  );

  return [searchParams.get(name) ?? '', setValue] as const;
}

/** The same for one of several values; undefined where the address names none of them. */
export function useUrlChoice<T extends string>(
  name: string,
  values: readonly T[],
) {
  const [text, setValue] = useUrlParameter(name);
  return [values.find(value => value === text), setValue] as const;
}
