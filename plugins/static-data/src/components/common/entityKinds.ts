import { useStaticDataTranslation } from '../../translation';

/** The kinds of entities that every sync makes, in the order in which the page lists them. */
const ENTITY_KINDS = ['Component', 'API', 'Group', 'System', 'Domain'] as const;

/** All kinds of entities to list, with what they are called: the known ones, and then any others. */
export function useEntityKinds(
  others: string[],
): Array<{ kind: string; label: string }> {
  const { t } = useStaticDataTranslation();
  const known: Array<{ kind: string; label: string }> = ENTITY_KINDS.map(
    kind => ({ kind, label: t(`entityKind.${kind}`) }),
  );
  const unknown = others.filter(
    other => !known.some(({ kind }) => kind === other),
  );
  return [...known, ...unknown.map(kind => ({ kind, label: kind }))];
}
