import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import SwapHorizIcon from '@material-ui/icons/SwapHoriz';
import orderBy from 'lodash/orderBy';
import uniqBy from 'lodash/uniqBy';
import { useSearchParams } from 'react-router-dom';
import { StaticDataApi } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useUrlParameter } from '../../hooks/useUrlParameter';
import { hasStatus } from '../../lib/errors';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FilterBar, FilterSelect } from '../common/filters';
import { LoadedContent } from '../common/loading';
import { NetChanges } from './NetChanges';

export function ComparePage() {
  const { t } = useStaticDataTranslation();
  const [fromId] = useUrlParameter('from');
  const [toId] = useUrlParameter('to');
  const syncs = useSyncsToCompare(fromId, toId);

  return (
    <LoadedContent loader={syncs} loadingLabel={t('comparePage.loading')}>
      {loaded => {
        const from = loaded.find(({ id }) => id === fromId);
        const to = loaded.find(({ id }) => id === toId);
        return (
          <>
            <SyncPicker syncs={loaded} fromId={from?.id} toId={to?.id} />
            {from && to ? (
              <NetChanges key={`${from.id} ${to.id}`} from={from} to={to} />
            ) : (
              <Typography>
                {(fromId && !from) || (toId && !to)
                  ? t('comparePage.unknown')
                  : t('comparePage.chooseTwo')}
              </Typography>
            )}
          </>
        );
      }}
    </LoadedContent>
  );
}

const RECENT_SYNCS = 100;

/** Reads the recent syncs that left a state behind, and the selected ones. */
function useSyncsToCompare(from: string, to: string) {
  return useLoader(
    async api => {
      const page = await api.getSyncHistory({
        dryRun: false,
        limit: RECENT_SYNCS,
      });
      const older = [from, to].filter(
        id => id && !page.history.some(sync => sync.id === id),
      );
      const found = await Promise.all(older.map(id => findSync(api, id)));
      const syncs = uniqBy([...page.history, ...found.flat()], 'id');
      return orderBy(syncs, 'startTime', 'desc');
    },
    [from, to],
  );
}

/** Empty if the sync does not exist. */
async function findSync(
  api: StaticDataApi,
  id: string,
): Promise<SyncHistoryRecord[]> {
  try {
    return [await api.getSync(id)];
  } catch (error) {
    if (error instanceof Error && hasStatus(error, 404)) {
      return [];
    }
    throw error;
  }
}

/** The two selected syncs, which are query parameters. */
function SyncPicker(props: {
  syncs: SyncHistoryRecord[];
  fromId?: string;
  toId?: string;
}) {
  const { syncs, fromId, toId } = props;
  const { t, formatDateTime } = useStaticDataTranslation();
  const [, setSearchParams] = useSearchParams();
  const pick = (from = '', to = '') =>
    setSearchParams({ from, to }, { replace: true });
  const labels = Object.fromEntries(
    syncs.map(({ id, number, startTime, status }) => [
      id,
      t('comparePage.option', {
        number: String(number),
        time: formatDateTime(startTime),
        status: t(`status.${status}`),
      }),
    ]),
  );
  const choices = {
    all: t('comparePage.choose'),
    options: Object.keys(labels),
    labelOf: (id: string) => labels[id],
  };

  return (
    <Box p={2} pb={0} mb={3} display="flow-root" component={Paper}>
      <FilterBar label={t('comparePage.title')}>
        <FilterSelect
          label={t('comparePage.from')}
          {...choices}
          value={fromId}
          onChange={id => pick(id, toId)}
        />
        <Button
          variant="outlined"
          startIcon={<SwapHorizIcon />}
          onClick={() => pick(toId, fromId)}
        >
          {t('comparePage.swap')}
        </Button>
        <FilterSelect
          label={t('comparePage.to')}
          {...choices}
          value={toId}
          onChange={id => pick(fromId, id)}
        />
      </FilterBar>
    </Box>
  );
}
