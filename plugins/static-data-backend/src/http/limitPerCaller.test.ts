import { limitPerCaller } from './limitPerCaller';

describe('limitPerCaller', () => {
  /** Actions that run until they are told to end. */
  function startActions(limit: ReturnType<typeof limitPerCaller>) {
    const running: { name: string; end: () => void }[] = [];
    return {
      names: () => running.map(({ name }) => name),
      start: (caller: string, name: string) =>
        limit(
          caller,
          () =>
            new Promise<string>(resolve => {
              running.push({ name, end: () => resolve(name) });
            }),
        ),
      end: (name: string) => running.find(each => each.name === name)?.end(),
    };
  }

  const settle = () => new Promise(setImmediate);

  it('lets further actions of a caller wait, in their order', async () => {
    const { names, start, end } = startActions(limitPerCaller(2));
    const first = start('user:default/ada', '1');
    start('user:default/ada', '2');
    start('user:default/ada', '3');
    start('user:default/ada', '4');

    await settle();
    expect(names()).toEqual(['1', '2']);
    end('1');
    await expect(first).resolves.toBe('1');
    await settle();
    expect(names()).toEqual(['1', '2', '3']);
  });

  it('lets nobody wait for another caller', async () => {
    const { names, start } = startActions(limitPerCaller(1));
    start('user:default/ada', '1');
    start('user:default/ada', '2');
    start('user:default/bob', '3');

    await settle();
    expect(names()).toEqual(['1', '3']);
  });

  it('goes on after an action that fails', async () => {
    const limit = limitPerCaller(1);
    const failing = limit('user:default/ada', async () => {
      throw new Error('no');
    });
    const next = limit('user:default/ada', async () => 'next');

    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });
});
