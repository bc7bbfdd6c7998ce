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

/** What a desk has no room for: the namespace, which hardly differs, and tags, by which one can filter. */
const LEFT_OUT = ['entity.metadata.namespace', 'entity.metadata.tags'];

/** The usual columns that a desk has room for, in which no name is broken within a word. */
export const catalogColumns: CatalogTableColumnsFunc = context =>
  CatalogTable.defaultColumnsFunc(context)
    .filter(({ field }) => !LEFT_OUT.includes(String(field)))
    .map(column =>
      typeof column.field === 'string' && NAMES.includes(column.field)
        ? { ...column, cellStyle: { wordBreak: 'normal' } }
        : column,
    );
