import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { RelatedComponent } from '@internal/plugin-static-data-common';
import { listEntityReferences } from '@internal/plugin-static-data-model';

/** What relations of APIs are made of: an API or a component, without what is of no interest. */
export interface RelatedEntity {
  /** As the catalog writes it: `API` or `Component`. */
  kind: string;
  /** What is told of it. */
  summary: RelatedComponent;
  /** Entity refs of APIs. */
  providesApis: string[];
  consumesApis: string[];
}

export function toRelatedEntity(entity: Entity): RelatedEntity {
  const references = listEntityReferences(entity);
  const find = (field: string) =>
    references.find(reference => reference.field === field)?.entityRef;
  const listApis = (field: string) => [
    ...new Set(
      references
        .filter(reference => reference.field === field)
        .map(({ entityRef }) => entityRef)
        .filter(entityRef => entityRef.startsWith('api:')),
    ),
  ];
  const { name, title } = entity.metadata;
  const type = entity.spec?.type;
  return {
    kind: entity.kind,
    summary: {
      name,
      entityRef: stringifyEntityRef(entity),
      title,
      type: typeof type === 'string' ? type : undefined,
      system: find('spec.system'),
      owner: find('spec.owner'),
    },
    providesApis: listApis('spec.providesApis'),
    consumesApis: listApis('spec.consumesApis'),
  };
}
