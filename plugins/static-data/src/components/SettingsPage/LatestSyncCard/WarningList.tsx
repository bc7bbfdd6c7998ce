import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { staticDataTranslationRef } from '../../../translation';
import { FindingList } from './FindingList';

/** The warnings of a sync. */
export function WarningList(props: { warnings: string[]; total: number }) {
  const { warnings, total } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <FindingList
      severity="warning"
      title={t('findings.warnings', { count: total })}
      items={warnings}
      total={total}
    />
  );
}
