import {
  ConfirmationStatus,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { useChangePages } from '../../hooks/useChangePages';
import { formatCount } from '../../lib/formatting';
import { SourceVersion } from '../../lib/source';
import { useStaticDataTranslation } from '../../translation';
import { ChangeList } from '../common/ChangeList';
import { Fact, FactList, RelativeTime } from '../common/facts';
import { ConfirmationLabel } from '../common/labels';
import { EmptyMessage, PageFooter } from '../common/loading';

/** Whether what a sync sent to the catalog has arrived there; what has not comes with the reason. */
export function ConfirmationTab(props: {
  sync: SyncHistoryRecord;
  versionBefore?: SourceVersion;
}) {
  const { sync, versionBefore } = props;
  const { confirmation } = sync;
  const { t } = useStaticDataTranslation();
  if (!confirmation) {
    return <EmptyMessage level="h3" title={t('syncPage.nothingSentTitle')} />;
  }
  const { sent, checkedAt } = confirmation;
  const shown: ConfirmationStatus[] = ['failed', 'pending'];
  return (
    <>
      <Typography paragraph>{t('syncPage.confirmationExplained')}</Typography>
      <FactList>
        <Fact label={t('syncPage.sent')}>{formatCount(sent)}</Fact>
        {(['confirmed', 'pending', 'failed', 'superseded'] as const).map(
          status => (
            <ConfirmationFact
              key={status}
              status={status}
              count={confirmation[status]}
            />
          ),
        )}
        {checkedAt && (
          <Fact label={t('syncPage.checked')}>
            <RelativeTime time={checkedAt} />
          </Fact>
        )}
      </FactList>
      {shown
        .filter(status => confirmation[status] > 0)
        .map(status => (
          <ConfirmationChanges
            // reads the list again as the catalog takes the changes in
            key={`${status} ${confirmation[status]}`}
            sync={sync}
            versionBefore={versionBefore}
            status={status}
          />
        ))}
    </>
  );
}

function ConfirmationFact(props: {
  status: ConfirmationStatus;
  count: number;
}) {
  const { status, count } = props;
  const { t } = useStaticDataTranslation();
  return (
    // an icon that alarms is for something that is there
    <Fact
      label={
        count > 0 ? (
          <ConfirmationLabel status={status} />
        ) : (
          t(`confirmation.${status}`)
        )
      }
    >
      {formatCount(count)}{' '}
      <Typography variant="body2" component="span" color="textSecondary">
        {t(`confirmationExplained.${status}`)}
      </Typography>
    </Fact>
  );
}

function ConfirmationChanges(props: {
  sync: SyncHistoryRecord;
  versionBefore?: SourceVersion;
  status: ConfirmationStatus;
}) {
  const { sync, versionBefore, status } = props;
  const pages = useChangePages({ syncId: sync.id, confirmation: status });
  return (
    <Box mt={3}>
      <Typography variant="h6" component="h3" gutterBottom>
        <ConfirmationLabel status={status} />
      </Typography>
      <ChangeList
        changes={pages.items}
        version={sync}
        versionBefore={versionBefore}
      />
      <PageFooter pages={pages} />
    </Box>
  );
}
