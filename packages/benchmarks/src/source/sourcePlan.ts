import { nounOf } from './words';

/** The kinds of things in a source that become one entity each. */
export type SourceItemType =
  | 'domain'
  | 'squad'
  | 'boundedContext'
  | 'application'
  | 'openapi'
  | 'asyncapi'
  | 'avro';

/** How many of each kind make up a source. */
export type SourcePlan = Record<SourceItemType, number>;

/**
 * Divides a number of entities between the kinds: of 100 there are 65 APIs in 10 bounded
 * contexts, 20 applications, 4 squads and 1 domain.
 */
export function planSource(entities: number): SourcePlan {
  const share = (percent: number) =>
    Math.max(1, Math.round((entities * percent) / 100));
  const parts = {
    domain: share(1),
    squad: share(4),
    boundedContext: share(10),
    application: share(20),
    asyncapi: share(5),
    avro: share(30),
  };
  const others = Object.values(parts).reduce((sum, count) => sum + count, 0);
  return { ...parts, openapi: entities - others };
}

/** Every hundredth item of a kind, and at least one of them. */
export function isRevised(index: number): boolean {
  return index % 100 === 0;
}

/** Id of a record. */
export function idOf(
  type: 'domain' | 'squad' | 'boundedContext' | 'application',
  index: number,
): string {
  const suffix = {
    domain: 'management',
    squad: 'squad',
    boundedContext: 'core',
    application: 'service',
  }[type];
  return `${nounOf(index)}-${suffix}-${index}`;
}

/** One version file of a contract. */
export interface ContractName {
  type: 'openapi' | 'asyncapi' | 'avro';
  boundedContextId: string;
  api: string;
  version: number;
}

/** Versions of one API that a source has. */
const VERSIONS = 3;

/** Name of a contract; the APIs go round the bounded contexts. */
export function contractNameOf(
  plan: SourcePlan,
  type: ContractName['type'],
  index: number,
): ContractName {
  const apiIndex = Math.floor(index / VERSIONS);
  const round = Math.floor(apiIndex / plan.boundedContext);
  const noun = nounOf(apiIndex + round);
  return {
    type,
    boundedContextId: idOf('boundedContext', apiIndex % plan.boundedContext),
    api: {
      openapi: `${noun}-api-${round}`,
      asyncapi: `${noun}-events-${round}`,
      avro: `${noun[0].toUpperCase()}${noun.slice(1)}Changed${round}`,
    }[type],
    version: 1 + (index % VERSIONS),
  };
}

/** How a build file names a contract. */
export function toApiReference(contract: ContractName): string {
  const { boundedContextId, api, version } = contract;
  return `${boundedContextId}:${api}:${version}.4.0`;
}
