import {
  CatalogTable,
  CatalogTableColumnsFunc,
} from '@backstage/plugin-catalog';

/** Columns with names, which are read as a whole. */
const NAMES = [
  'resolved.entityRef',
  'resolved.partOfSystemRelationTitle',
  'resolved.ownedByRelationsTitle',
];

/** The usual columns, in which no name is broken into lines. */
export const catalogColumns: CatalogTableColumnsFunc = context =>
  CatalogTable.defaultColumnsFunc(context).map(column =>
    typeof column.field === 'string' && NAMES.includes(column.field)
      ? { ...column, cellStyle: { whiteSpace: 'nowrap' } }
      : column,
  );
