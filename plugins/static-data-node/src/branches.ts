/**
 * Where the catalog module answers the API plugin which branches a source has, below the address of the catalog.
 *
 * @public
 */
export const BRANCHES_PATH = '/static-data/branches';
