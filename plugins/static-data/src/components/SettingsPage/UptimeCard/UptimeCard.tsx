import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Typography from '@material-ui/core/Typography';
import { formatPercent } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { SectionCard } from '../../common';

/** The share of syncs that were applied. */
export function UptimeCard(props: { uptime: number; hasSyncs: boolean }) {
  const { uptime, hasSyncs } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);

  return (
    <SectionCard title={t('uptime.title')}>
      <Typography variant="h6" component="p">
        {hasSyncs ? formatPercent(uptime) : '–'}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {hasSyncs ? t('uptime.description') : t('uptime.noSyncs')}
      </Typography>
    </SectionCard>
  );
}
