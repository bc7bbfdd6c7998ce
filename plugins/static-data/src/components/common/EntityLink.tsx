import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { formatEntityRef } from '../../lib/formatting';

/** An entity by its name, without asking the catalog for one; a link where the catalog has it. */
export function EntityLink(props: { entityRef: string; inCatalog?: boolean }) {
  const { entityRef, inCatalog = true } = props;
  const name = formatEntityRef(entityRef);
  return inCatalog ? (
    <EntityRefLink entityRef={entityRef}>{name}</EntityRefLink>
  ) : (
    <>{name}</>
  );
}
