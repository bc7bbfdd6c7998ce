/** For lists without bullets. */
export const PLAIN_LIST = { listStyle: 'none', margin: 0, padding: 0 } as const;
