import { Content, LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SyncSource } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import { useParams } from 'react-router-dom';
import { intervalWhile, useFreshness } from '../../hooks/usePolling';
import { SourceContext, useSources } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { rootRouteRef } from '../../routes';
import { EmptyMessage } from '../common/loading';
import { PageTitle } from '../common/PageTitle';
import { HistoryTable } from '../SettingsPage/HistoryTable';
import { SettingsPage } from '../SettingsPage/SettingsPage';
import { LeftNote } from './LeftNote';
import { RunningLine } from './SourceMarks';

/** The dashboard of one of several sources. */
export function SourcePage() {
  const { sourceId = '' } = useParams();
  const { t } = useStaticDataTranslation();
  const { list } = useSources();
  const source = list.value?.find(({ id }) => id === sourceId);
  return (
    <PageTitle
      title={sourceId}
      documentTitle={t('sources.documentTitle', {
        source: sourceId,
        title: t('page.documentTitle'),
      })}
      subtitle={t('page.subtitle')}
    >
      <SourceContext.Provider value={sourceId} key={sourceId}>
        {source && !source.isConfigured ? (
          <LeftSource source={source} />
        ) : (
          <SettingsPage notFound={<SourceNotFound sourceId={sourceId} />} />
        )}
      </SourceContext.Provider>
    </PageTitle>
  );
}

function SourceNotFound(props: { sourceId: string }) {
  const { t } = useStaticDataTranslation();
  const toOverview = useRouteRef(rootRouteRef);
  return (
    <EmptyMessage
      level="h2"
      title={t('sources.notFoundTitle')}
      description={t('sources.notFoundDescription', { id: props.sourceId })}
      action={
        <LinkButton role="link" to={toOverview()} variant="outlined">
          {t('sources.all')}
        </LinkButton>
      }
    />
  );
}

const useLeftSourceStyles = makeStyles(theme => ({
  note: { marginBottom: theme.spacing(2) },
  message: { minWidth: 0, overflowWrap: 'anywhere' },
}));

/** What is left of a source that has left the configuration: its entities and its history. */
function LeftSource(props: { source: SyncSource }) {
  const { source } = props;
  const { latestSync, runningSync } = source;
  const { t } = useStaticDataTranslation();
  const classes = useLeftSourceStyles();
  const { list } = useSources();
  useFreshness(list, (_, isSignalled) =>
    intervalWhile(runningSync !== null, isSignalled),
  );
  return (
    <Content>
      <Alert
        severity="warning"
        className={classes.note}
        classes={{ message: classes.message }}
        aria-label={t('sources.left')}
      >
        <LeftNote source={source} />
        {runningSync && <RunningLine running={runningSync} />}
      </Alert>
      <div>
        <HistoryTable refreshKey={`${latestSync?.id}/${runningSync?.id}`} />
      </div>
    </Content>
  );
}
