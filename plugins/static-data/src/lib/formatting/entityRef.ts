const ENTITY_REF = /^[^:/]+:([^/]+)\/(.+)$/;

/** The name of an entity, with its namespace unless that is the default one. */
export function formatEntityRef(entityRef: string): string {
  const [, namespace, name] = ENTITY_REF.exec(entityRef) ?? [];
  if (!name) {
    return entityRef;
  }
  return namespace === 'default' ? name : `${namespace}/${name}`;
}
