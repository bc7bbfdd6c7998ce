import {
  defaultEntityPresentation,
  EntityPresentationApi,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { TestApiProvider } from '@backstage/test-utils';
import { renderHook, waitFor } from '@testing-library/react';
import { ReactNode } from 'react';
import { useActorNames } from './useActorNames';

/** Knows the name of the guest, after a while. */
const presentations: EntityPresentationApi = {
  forEntity: entityRef => {
    const snapshot = defaultEntityPresentation(entityRef);
    const isGuest = snapshot.entityRef === 'user:development/guest';
    return {
      snapshot,
      promise: Promise.resolve(
        isGuest ? { ...snapshot, primaryTitle: 'Guest' } : snapshot,
      ),
    };
  },
};

function renderNames(
  apis: Array<[typeof entityPresentationApiRef, EntityPresentationApi]> = [],
) {
  return renderHook(() => useActorNames(), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <TestApiProvider apis={apis}>{children}</TestApiProvider>
    ),
  });
}

describe('useActorNames', () => {
  it('names people as the catalog does, and by their refs until it has told', async () => {
    const { result } = renderNames([[entityPresentationApiRef, presentations]]);
    expect(result.current('user:development/guest')).toBe('development/guest');
    await waitFor(() =>
      expect(result.current('user:development/guest')).toBe('Guest'),
    );
    expect(result.current('user:default/ada')).toBe('ada');
  });

  it('names services by their subjects', () => {
    const { result } = renderNames([[entityPresentationApiRef, presentations]]);
    expect(result.current('service:nightly')).toBe('service:nightly');
  });

  it('needs no app that can ask the catalog', () => {
    const { result } = renderNames();
    expect(result.current('user:default/ada')).toBe('ada');
  });
});
