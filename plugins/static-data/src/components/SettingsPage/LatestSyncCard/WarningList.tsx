import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { countParams } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { FindingList } from './FindingList';

/** The warnings of a sync. */
export function WarningList(props: { warnings: string[]; total: number }) {
  const { warnings, total } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <FindingList
      severity="warning"
      title={t('findings.warnings', countParams(total))}
      items={warnings}
      total={total}
    />
  );
}
