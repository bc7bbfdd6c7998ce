import { useApiHolder } from '@backstage/core-plugin-api';
import {
  defaultEntityPresentation,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { useRef, useState } from 'react';

const USER_REF = /^user:[^/]+\/.+$/;

/** Whether somebody who did something is a person of the catalog, and not a service. */
export function isUserRef(actor: string): boolean {
  return USER_REF.test(actor);
}

/**
 * Names people in texts as `EntityDisplayName` names them elsewhere: as the catalog does, once it has told. Services
 * are named by their subjects.
 */
export function useActorNames(): (actor: string) => string {
  const presentations = useApiHolder().get(entityPresentationApiRef);
  const [names, setNames] = useState<Record<string, string>>({});
  const asked = useRef(new Set<string>());

  return actor => {
    if (!isUserRef(actor)) {
      return actor;
    }
    if (!presentations) {
      return defaultEntityPresentation(actor).primaryTitle;
    }
    if (names[actor] !== undefined) {
      return names[actor];
    }
    const { snapshot, promise } = presentations.forEntity(actor);
    if (!asked.current.has(actor)) {
      asked.current.add(actor);
      promise.then(({ primaryTitle }) =>
        setNames(known => ({ ...known, [actor]: primaryTitle })),
      );
    }
    return snapshot.primaryTitle;
  };
}
