import { sentCheckout, shownAs } from './__testUtils__/checkout';
import { compareVersions } from './compareVersions';

describe('compareVersions', () => {
  it('finds all that was sent in what the catalog has made of it', () => {
    const sent = sentCheckout();
    expect(compareVersions(sent, shownAs(sent))).toEqual([]);
  });

  it('allows for what processors add', () => {
    const sent = sentCheckout();
    const shown = shownAs(sent);
    shown.metadata.labels = { tier: 'gold' };
    shown.metadata.annotations!['acme.com/dashboard'] = 'checkout';
    shown.spec!.profile = { displayName: 'Checkout' };
    expect(compareVersions(sent, shown)).toEqual([]);
  });

  it('names the fields that are shown with other values, or not at all', () => {
    const shown = shownAs(sentCheckout());
    const sent = sentCheckout({
      title: 'Check-out',
      annotations: { 'acme.com/team': 'shop' },
      spec: {
        owner: 'group:default/payments',
        consumesApis: ['api:default/stock'],
      },
    });
    expect(compareVersions(sent, shown)).toEqual([
      '/metadata/annotations/acme.com~1team',
      '/metadata/title',
      '/spec/consumesApis',
      '/spec/owner',
    ]);
  });

  it.each([
    ['one more', ['api:default/carts', 'api:default/orders', 'api:default/x']],
    ['one less', ['api:default/carts']],
    ['another', ['api:default/carts', 'api:default/x']],
    ['none', []],
  ])('compares lists of references, here with %s', (_, providesApis) => {
    const shown = shownAs(sentCheckout());
    const sent = sentCheckout({ spec: { providesApis } });
    expect(compareVersions(sent, shown)).toEqual(['/spec/providesApis']);
  });

  it('wants what the version before had, and this one has not, to be gone', () => {
    const before = sentCheckout({
      tags: ['java'],
      annotations: { 'acme.com/team': 'shop' },
      spec: { system: 'system:default/sales' },
    });
    const sent = sentCheckout();
    expect(compareVersions(sent, shownAs(before), before)).toEqual([
      '/metadata/annotations/acme.com~1team',
      '/metadata/tags',
      '/spec/system',
    ]);
    expect(compareVersions(sent, shownAs(sent), before)).toEqual([]);
  });

  it('allows for what the catalog fills in again after it was taken out', () => {
    const sourceLocation =
      'url:https://github.com/acme/architecture/tree/main/data/';
    const before = sentCheckout({
      annotations: { 'backstage.io/source-location': sourceLocation },
    });
    const sent = sentCheckout();
    expect(compareVersions(sent, shownAs(sent), before)).toEqual([]);
  });

  it('asks nothing of an object without fields', () => {
    const sent = { ...sentCheckout(), spec: {} };
    expect(compareVersions(sent, shownAs(sentCheckout()))).toEqual([]);
  });
});
