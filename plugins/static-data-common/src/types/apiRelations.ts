import { CursorPagination } from './history';

/**
 * An API as the latest sync left it, or one that only components refer to.
 *
 * @public
 */
export interface RelatedApi {
  name: string;
  /** In lower case, for example `api:default/shop-orders-v1`. */
  entityRef: string;
  title?: string;
  /** For example `openapi`. */
  type?: string;
  /** Entity ref of the system that the API belongs to. */
  system?: string;
  /** Entity ref of the squad that owns the API. */
  owner?: string;
  /** False where components refer to an API that was not synchronised: nothing else is known of it. */
  hasContract: boolean;
}

/**
 * A component that provides or consumes an API.
 *
 * @public
 */
export interface RelatedComponent {
  name: string;
  /** In lower case, for example `component:default/checkout`. */
  entityRef: string;
  title?: string;
  /** For example `service`. */
  type?: string;
  /** Entity ref of the system that the component belongs to. */
  system?: string;
  /** Entity ref of the squad that owns the component. */
  owner?: string;
}

/**
 * Whom a change of an API reaches, of one sort.
 *
 * @public
 */
export interface ApiImpactGroup {
  /** Entity ref of a system or a squad. */
  entityRef: string;
  /** Number of its components that consume the API. */
  consumers: number;
}

/**
 * Whom a change of an API reaches.
 *
 * @public
 */
export interface ApiImpact {
  /** Number of components that consume the API. */
  directConsumers: number;
  /** The systems of these components, those with the most of them first. */
  systems: ApiImpactGroup[];
  /** The owners of these components, those with the most of them first. */
  squads: ApiImpactGroup[];
}

/**
 * Who provides an API.
 *
 * @public
 */
export interface ApiProviders {
  api: RelatedApi;
  /** In the order of their entity refs. */
  providers: RelatedComponent[];
}

/**
 * Who consumes an API.
 *
 * @public
 */
export interface ApiConsumers {
  api: RelatedApi;
  /** In the order of their entity refs. */
  consumers: RelatedComponent[];
  impact: ApiImpact;
}

/**
 * Who provides and who consumes an API.
 *
 * @public
 */
export interface ApiRelations extends ApiProviders, ApiConsumers {}

/**
 * One page of APIs, in the order of their entity refs.
 *
 * @public
 */
export interface ApiRelationsPage {
  apis: ApiRelations[];
  pagination: CursorPagination & {
    /** Number of APIs that match. */
    total: number;
  };
}
