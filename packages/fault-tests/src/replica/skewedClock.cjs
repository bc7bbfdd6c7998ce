// Preloaded into a replica whose clock is off by the number of milliseconds that the
// environment names, which may change while it runs.

const RealDate = Date;
const now = () =>
  RealDate.now() + Number(process.env.FAULT_TESTS_CLOCK_SKEW_MS);

const SkewedDate = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, key, receiver) =>
    key === 'now' ? now : Reflect.get(target, key, receiver),
});

// An assignment would declare another Date to the type checker.
Reflect.defineProperty(globalThis, 'Date', { value: SkewedDate });
