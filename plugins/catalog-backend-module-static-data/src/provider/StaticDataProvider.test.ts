import { StaticDataProvider } from './StaticDataProvider';

describe('StaticDataProvider', () => {
  it('keeps its name: the catalog deletes all entities of a provider whose name disappears', () => {
    expect(new StaticDataProvider().getProviderName()).toBe('static-data');
  });

  it('passes mutations on once the catalog has connected it', async () => {
    const provider = new StaticDataProvider();
    const connection = { applyMutation: jest.fn(), refresh: jest.fn() };
    const mutation = { type: 'full' as const, entities: [] };

    expect(provider.isConnected()).toBe(false);
    await expect(provider.applyMutation(mutation)).rejects.toThrow(
      'not connected the provider yet',
    );

    await provider.connect(connection);
    expect(provider.isConnected()).toBe(true);
    await provider.applyMutation(mutation);
    expect(connection.applyMutation).toHaveBeenCalledWith(mutation);
  });
});
