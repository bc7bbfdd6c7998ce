import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { formatEntityRef } from '../../lib/formatting';

/** An entity by its name, without asking the catalog for one; a link unless it is gone. */
export function EntityLink(props: { entityRef: string; isGone?: boolean }) {
  const { entityRef, isGone } = props;
  const name = formatEntityRef(entityRef);
  return isGone ? (
    <>{name}</>
  ) : (
    <EntityRefLink entityRef={entityRef}>{name}</EntityRefLink>
  );
}
