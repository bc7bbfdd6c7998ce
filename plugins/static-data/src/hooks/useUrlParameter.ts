import { useSearchParams } from 'react-router-dom';

/** A query parameter as state, so that a view can be shared; empty if it is absent. */
export function useUrlParameter(name: string) {
  const [searchParams, setSearchParams] = useSearchParams();

  const setValue = (value?: string) =>
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
    );

  return [searchParams.get(name) ?? '', setValue] as const;
}

/** The same for an enumeration; undefined if the parameter has none of the values. */
export function useUrlChoice<T extends string>(
  name: string,
  values: readonly T[],
) {
  const [text, setValue] = useUrlParameter(name);
  return [values.find(value => value === text), setValue] as const;
}
