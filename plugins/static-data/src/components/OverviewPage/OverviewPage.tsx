import { SyncSource } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { intervalWhile, useFreshness } from '../../hooks/usePolling';
import { useSources } from '../../hooks/useSources';
import { useSourceSummary } from '../../hooks/useSourceSummary';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { SectionCard } from '../common/layout';
import { LoadedContent } from '../common/loading';
import { HistoryTable } from '../SettingsPage/HistoryTable';
import { SourceTable } from './SourceTable';

const useStyles = makeStyles(theme => ({
  sections: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    minWidth: 0,
    [theme.breakpoints.down('xs')]: { gap: theme.spacing(0.75) },
  },
}));

/** Several sources side by side, and the history of all of them. */
export function OverviewPage() {
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const summarize = useSourceSummary();
  const { list } = useSources();
  useFreshness(list, (sources, isSignalled) =>
    intervalWhile(
      Boolean(sources?.some(({ runningSync }) => runningSync)),
      isSignalled,
    ),
  );

  return (
    <LoadedContent loader={list} loadingLabel={t('sources.loading')}>
      {sources => (
        <div className={classes.sections}>
          <SectionCard dense title={t('sources.title')}>
            <Typography variant="body2" color="textSecondary" gutterBottom>
              {summarize(sources)}
            </Typography>
            <SourceTable sources={sources} />
          </SectionCard>
          <HistoryTable refreshKey={refreshKeyOf(sources)} />
        </div>
      )}
    </LoadedContent>
  );
}

/** Changes whenever a sync has started or ended. */
function refreshKeyOf(sources: SyncSource[]): string {
  return sources
    .flatMap(({ latestSync, runningSync }) => [latestSync?.id, runningSync?.id])
    .join('/');
}
