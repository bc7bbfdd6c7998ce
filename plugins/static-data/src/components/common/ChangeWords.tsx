import { EntityDifferences } from '@internal/plugin-static-data-common';
import { useChangeWords } from '../../hooks/useChangeWords';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';

/** How many fields are described in words; the rest is counted. */
const DESCRIBED_FIELDS = 3;

/** What changed in an entity, in words; nothing for what the mark of the change says by itself. */
export function ChangeWords(props: { differences?: EntityDifferences }) {
  const { differences } = props;
  const { t, countParams } = useStaticDataTranslation();
  const describe = useChangeWords();
  if (!differences) {
    return null;
  }
  const words = describe(differences).slice(0, DESCRIBED_FIELDS);
  const more = differences.fieldCount - words.length;
  return (
    <>
      {words.map(text => (
        <div key={text}>{text}</div>
      ))}
      {more > 0 && <div>{t('changeWords.more', countParams(more))}</div>}
    </>
  );
}
