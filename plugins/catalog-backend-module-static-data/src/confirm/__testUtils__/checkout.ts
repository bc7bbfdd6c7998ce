import { DEFAULT_SOURCE_ID } from '@internal/plugin-static-data-common';
import { Entity } from '@backstage/catalog-model';
import { AlphaEntity } from '@backstage/catalog-model/alpha';
import { withSentVersion } from '../../apply/sentVersion';

const LOCATION =
  'url:https://github.com/acme/architecture/blob/main/data/applications.json';

/** A component as it is sent to the catalog. */
export function sentCheckout(
  overrides: {
    title?: string;
    tags?: string[];
    annotations?: Record<string, string>;
    spec?: Entity['spec'];
  } = {},
): Entity {
  const { title = 'Checkout', tags, annotations, spec } = overrides;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      namespace: 'default',
      name: 'checkout',
      title,
      annotations: {
        'backstage.io/managed-by-location': LOCATION,
        'backstage.io/managed-by-origin-location': LOCATION,
        'static-data/source-file': 'data/applications.json',
        ...annotations,
      },
      ...(tags && { tags }),
      links: [{ url: 'https://github.com/acme/checkout', title: 'Source' }],
    },
    spec: {
      type: 'service',
      lifecycle: 'production',
      owner: 'group:default/shop',
      providesApis: ['api:default/orders', 'api:default/carts'],
      ...spec,
    },
  };
}

/** The source that a configuration of one source has. */
export const DEFAULT_SOURCE = {
  id: DEFAULT_SOURCE_ID,
  providerId: DEFAULT_SOURCE_ID,
};

/** The same as the catalog shows it, once it has processed what was sent. */
export function shownAs(version: Entity): AlphaEntity {
  const sent = withSentVersion(version, DEFAULT_SOURCE);
  const { providesApis, ...spec } = sent.spec as { providesApis: string[] };
  return {
    ...sent,
    metadata: {
      ...sent.metadata,
      annotations: {
        'backstage.io/view-url': LOCATION.slice('url:'.length),
        'backstage.io/edit-url':
          'https://github.com/acme/architecture/edit/main/data/applications.json',
        'backstage.io/source-location':
          'url:https://github.com/acme/architecture/tree/main/data/',
        ...sent.metadata.annotations,
      },
      uid: '0b3b1d4c-8f0c-4d4f-9a0e-2f3f5a3f9d5e',
      etag: '7b0a3c3f0f6f3b1d4c8f0c4d4f9a0e2f3f5a3f9d',
    },
    spec: { ...spec, providesApis: [...providesApis].sort() },
    relations: [
      { type: 'ownedBy', targetRef: 'group:default/shop' },
      { type: 'providesApi', targetRef: 'api:default/carts' },
      { type: 'providesApi', targetRef: 'api:default/orders' },
    ],
  };
}

/** As another source of the catalog has it. */
export const foreignCheckout: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    namespace: 'default',
    name: 'checkout',
    uid: '5f1b1d4c-8f0c-4d4f-9a0e-2f3f5a3f9d5e',
    etag: '1b0a3c3f0f6f3b1d4c8f0c4d4f9a0e2f3f5a3f9d',
    annotations: {
      'backstage.io/managed-by-location':
        'url:https://github.com/acme/checkout/blob/main/catalog-info.yaml',
      'backstage.io/managed-by-origin-location':
        'url:https://github.com/acme/checkout/blob/main/catalog-info.yaml',
    },
  },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: 'group:default/shop',
  },
};
