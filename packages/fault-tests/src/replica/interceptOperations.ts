/** Runs an operation and what belongs around it. */
export type Interceptor = (
  operation: { name: string; args: unknown[] },
  run: () => Promise<unknown>,
) => Promise<unknown>;

/**
 * The same object, with every operation run by an interceptor; those of the objects in it
 * too, under names such as `lease.acquire`.
 */
export function interceptOperations<T extends object>(
  target: T,
  intercept: Interceptor,
  prefix = '',
): T {
  return new Proxy(target, {
    get(_, key) {
      const member: unknown = Reflect.get(target, key, target);
      const name = `${prefix}${String(key)}`;
      if (typeof member === 'function') {
        return (...args: unknown[]) =>
          intercept({ name, args }, async () => member.apply(target, args));
      }
      return typeof member === 'object' && member !== null
        ? interceptOperations(member, intercept, `${name}.`)
        : member;
    },
  });
}
