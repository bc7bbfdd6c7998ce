import { CursorPagination } from './pagination';

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
  /** For example `service`, or `openapi` for an API. */
  type?: string;
  /** Entity ref of the system that it belongs to. */
  system?: string;
  /** Entity ref of the squad that owns it. */
  owner?: string;
}

/**
 * An API as the latest sync left it, or one that only components refer to.
 *
 * @public
 */
export interface RelatedApi extends RelatedComponent {
  /** False if components refer to an API that the source does not have: nothing else is known of it. */
  hasContract: boolean;
}

/**
 * A system or squad that a change of an API affects.
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
 * Who is affected by a change of an API.
 *
 * @public
 */
export interface ApiImpact {
  /** Number of components that consume the API. */
  directConsumers: number;
  /** The systems of these components, those with the most consumers first. */
  systems: ApiImpactGroup[];
  /** The owners of these components, those with the most consumers first. */
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
