import { Content, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { useParams } from 'react-router-dom';
import { StaticDataApi } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { SourceContext, useSources } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useUrlParameter } from '../../hooks/useUrlParameter';
import { sourceRouteRef } from '../../routes';
import { FilterBar, TimeField } from '../common/filters';
import { SectionCard } from '../common/layout';
import { EmptyMessage, LoadAlert } from '../common/loading';
import { PageTitle } from '../common/PageTitle';
import { SyncPicker } from '../common/SyncPicker';
import { StateEntities } from './StateEntities';

/** What the catalog had from a source after a sync, or at any time. */
export function StatePage() {
  const { sourceId = '' } = useParams();
  const { t } = useStaticDataTranslation();
  const { hasSeveral } = useSources();
  const toSource = useRouteRef(sourceRouteRef);
  const title = t('statePage.title');
  return (
    <PageTitle
      title={title}
      {...(hasSeveral && {
        documentTitle: t('sources.documentTitle', { source: sourceId, title }),
        parent: { title: sourceId, to: toSource({ sourceId }) },
      })}
    >
      <SourceContext.Provider value={sourceId}>
        <Content>
          <AnyState key={sourceId} source={sourceId} />
        </Content>
      </SourceContext.Provider>
    </PageTitle>
  );
}

/** The number of a sync; a time begins with a year, and goes on. */
const SYNC_NUMBER = /^\d{1,9}$/;

function AnyState(props: { source: string }) {
  const { source } = props;
  const { t } = useStaticDataTranslation();
  const [at, setAt] = useUrlParameter('at');
  const loader = useLoader(
    async api => ({
      at,
      sync: SYNC_NUMBER.test(at) ? await findSync(api, source, at) : undefined,
    }),
    [source, at],
  );
  const asked = loader.value?.at === at ? loader.value : undefined;
  const isUnknown = asked && SYNC_NUMBER.test(at) && !asked.sync;

  return (
    <>
      <Box p={2} pb={0} mb={3} display="flow-root" component={Paper}>
        <FilterBar label={t('statePage.choose')}>
          <SyncPicker
            appliedOnly
            label={t('statePage.sync')}
            source={source}
            value={asked?.sync}
            onChange={sync => setAt(sync && String(sync.number))}
          />
          <TimeOfState at={at} onChange={setAt} />
          {at && (
            <Button onClick={() => setAt()}>{t('statePage.latest')}</Button>
          )}
        </FilterBar>
      </Box>
      <SectionCard title={t('statePage.entities')} autoHeight>
        {!asked && !loader.error && (
          <Progress aria-label={t('statePage.loading')} />
        )}
        {!asked && <LoadAlert loader={loader} />}
        {isUnknown && (
          <EmptyMessage
            level="h3"
            title={t('statePage.unknown')}
            description={t('statePage.noSuchSync', { number: at })}
          />
        )}
        {asked && !isUnknown && (
          <StateEntities
            key={at}
            source={source}
            at={asked.sync?.id ?? (at || undefined)}
          />
        )}
      </SectionCard>
    </>
  );
}

async function findSync(
  api: StaticDataApi,
  source: string,
  number: string,
): Promise<SyncHistoryRecord | undefined> {
  const { history } = await api.getSyncHistory({
    source,
    q: `#${number}`,
    limit: 1,
  });
  return history[0];
}

function TimeOfState(props: { at: string; onChange: (time?: string) => void }) {
  const { at, onChange } = props;
  const { t, formatTimeZone } = useStaticDataTranslation();
  // an address may have been cut off
  const isTime = !SYNC_NUMBER.test(at) && !Number.isNaN(Date.parse(at));
  const time = isTime ? at : undefined;
  return (
    <TimeField
      label={t('statePage.time', { zone: formatTimeZone(time) })}
      value={time}
      onChange={onChange}
    />
  );
}
