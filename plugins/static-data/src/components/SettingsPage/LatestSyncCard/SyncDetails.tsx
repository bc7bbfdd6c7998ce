import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import { staticDataTranslationRef } from '../../../translation';
import { ChangeFacts } from './ChangeFacts';
import { ContentFacts } from './ContentFacts';
import { ErrorList } from './ErrorList';
import { FactColumn } from './FactColumn';
import { OutcomeFacts } from './OutcomeFacts';
import { WarningList } from './WarningList';

/** Everything that the record of one sync says. */
export function SyncDetails(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);

  return (
    <Grid container spacing={3}>
      <FactColumn title={t('latestSync.outcome')}>
        <OutcomeFacts sync={sync} />
      </FactColumn>
      <FactColumn title={t('latestSync.content')}>
        <ContentFacts stats={sync.stats} />
      </FactColumn>
      <FactColumn title={t('latestSync.changes')}>
        <ChangeFacts stats={sync.stats} />
      </FactColumn>
      {sync.errorCount > 0 && (
        <Grid item xs={12}>
          <ErrorList errors={sync.errors ?? []} total={sync.errorCount} />
        </Grid>
      )}
      {sync.warningCount > 0 && (
        <Grid item xs={12}>
          <WarningList
            warnings={sync.warnings ?? []}
            total={sync.warningCount}
          />
        </Grid>
      )}
    </Grid>
  );
}
