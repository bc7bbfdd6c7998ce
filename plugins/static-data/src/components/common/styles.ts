/** For lists that carry their own marks, or need none. */
export const PLAIN_LIST = { listStyle: 'none', margin: 0, padding: 0 } as const;
