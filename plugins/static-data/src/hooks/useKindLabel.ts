import { ENTITY_KINDS } from '../translation';
import { useStaticDataTranslation } from './useStaticDataTranslation';

/** Puts a kind of entities into the reader's language; a kind of another plugin stays as it is. */
export function useKindLabel(): (kind: string) => string {
  const { t } = useStaticDataTranslation();
  return kind => {
    const known = ENTITY_KINDS.find(candidate => candidate === kind);
    return known ? t(`entityKind.${known}`) : kind;
  };
}
