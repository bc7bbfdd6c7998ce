/** The files of an architecture repository that the accidents happen to. */
export const PATHS = {
  applications: 'data/applications.json',
  squads: 'data/squads.json',
  boundedContexts: 'data/bounded-contexts.json',
  contracts: 'contracts',
  orderApi: 'contracts/ordering/openapi/order-api/v1.yaml',
  orderPlaced: 'contracts/ordering/avro/OrderPlaced/v1.avsc',
  paymentApiV1: 'contracts/payments/openapi/payment-api/v1.yaml',
  paymentApiV2: 'contracts/payments/openapi/payment-api/v2.yaml',
};

/** The applications; those in `BUILD_FILES` have a repository. */
export const APPLICATIONS = [
  application('cart', 'ordering', 'acme/cart'),
  application('orders', 'ordering', 'acme/orders'),
  application('order-history', 'ordering'),
  application('returns', 'ordering'),
  application('shipping', 'ordering'),
  application('stock', 'ordering'),
  application('payments', 'payments', 'acme/payments'),
  application('refunds', 'payments'),
  application('invoices', 'payments', 'acme/invoices'),
  application('ledger', 'payments'),
  application('fraud-check', 'payments'),
  application('payouts', 'payments'),
];

/** Build files by the repository that they are in. */
export const BUILD_FILES: Record<string, string> = {
  'acme/orders': `openapi { producer { java("ordering:order-api:1.4.0") } }
avro { producer { schema("ordering:OrderPlaced:1.0.0") } }
`,
  'acme/payments': `openapi {
  producer {
    java("payments:payment-api:1.9.0")
    java("payments:payment-api:2.1.0")
  }
}
`,
  'acme/cart': `openapi {
  consumer {
    java("ordering:order-api:1.4.0")
    java("payments:payment-api:1.9.0")
  }
}
`,
  'acme/invoices': `openapi { consumer { java("payments:payment-api:2.1.0") } }
avro { consumer { schema("ordering:OrderPlaced:1.0.0") } }
`,
};

/** The architecture repository as it should be: 21 entities. */
export const FILES: Record<string, string> = {
  [PATHS.applications]: toJson(APPLICATIONS),
  [PATHS.squads]: toJson([
    { id: 'ordering-squad', name: 'Ordering squad' },
    { id: 'payments-squad', name: 'Payments squad' },
    { id: 'platform-squad', name: 'Platform squad' },
  ]),
  [PATHS.boundedContexts]: toJson([
    { id: 'ordering', name: 'Ordering', ownerSquadId: 'ordering-squad' },
    { id: 'payments', name: 'Payments', ownerSquadId: 'payments-squad' },
  ]),
  [PATHS.orderApi]: openApi('Orders'),
  [PATHS.orderPlaced]: toJson({
    type: 'record',
    name: 'OrderPlaced',
    fields: [{ name: 'id', type: 'string' }],
  }),
  [PATHS.paymentApiV1]: openApi('Payments'),
  [PATHS.paymentApiV2]: openApi('Payments, simplified'),
  'contracts/README.md': '# Contracts\n',
};

export const ENTITY_COUNT = 21;

/** Of 12 components, 4 APIs and 2 systems: owners, systems, and 8 relations to APIs, each both ways. */
export const RELATION_COUNT = 2 * (18 + 16 + 8);

/** The part of a record's `stats` that says that nothing was sent to the catalog. */
export const NOTHING_CHANGED = {
  totalEntities: ENTITY_COUNT,
  entitiesAdded: 0,
  entitiesUpdated: 0,
  entitiesRemoved: 0,
  entitiesUnchanged: ENTITY_COUNT,
  apiRelationships: {
    componentsWithApis: 4,
    totalProvidesApis: 4,
    totalConsumesApis: 4,
  },
};

/** JSON as people keep it in a repository, one field to a line. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** 1-based line of the first occurrence of a text. */
export function lineOf(content: string, text: string): number {
  return content.slice(0, content.indexOf(text)).split('\n').length;
}

function application(id: string, context: string, repository?: string) {
  return {
    id,
    name: `The ${id} application`,
    inContextOfBoundedContextId: context,
    supportedBySquadsIds: [`${context}-squad`],
    repository,
  };
}

function openApi(title: string): string {
  return `openapi: 3.0.3
info: { title: '${title}', version: 1.0.0 }
paths: {}
`;
}
