import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import SwapHorizIcon from '@material-ui/icons/SwapHoriz';
import compact from 'lodash/compact';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { StaticDataApi } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useUrlParameter } from '../../hooks/useUrlParameter';
import { hasStatus } from '../../lib/errors';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FilterBar } from '../common/filters';
import { LoadedContent } from '../common/loading';
import { SyncPicker } from '../common/SyncPicker';
import { NetChanges } from './NetChanges';

export function ComparePage() {
  const { t } = useStaticDataTranslation();
  const [fromId] = useUrlParameter('from');
  const [toId] = useUrlParameter('to');
  // known before they are read again
  const [picked, setPicked] = useState<SyncHistoryRecord[]>([]);
  const syncs = useLoader(
    async api => {
      const ids = [fromId, toId].filter(Boolean);
      return (await Promise.all(ids.map(id => findSync(api, id)))).flat();
    },
    [fromId, toId],
  );

  return (
    <LoadedContent loader={syncs} loadingLabel={t('comparePage.loading')}>
      {loaded => {
        const known = [...picked, ...loaded];
        const from = known.find(({ id }) => id === fromId);
        const to = known.find(({ id }) => id === toId);
        const isUnknown = Boolean((fromId && !from) || (toId && !to));
        return (
          <>
            <ComparedSyncs
              from={from}
              to={to}
              onPick={sync => setPicked(compact([sync, ...picked]))}
            />
            {from && to && from.source === to.source ? (
              <NetChanges key={`${from.id} ${to.id}`} from={from} to={to} />
            ) : (
              <Typography>
                {isUnknown && t('comparePage.unknown')}
                {from && to && t('comparePage.otherSource')}
                {!isUnknown && !(from && to) && t('comparePage.chooseTwo')}
              </Typography>
            )}
          </>
        );
      }}
    </LoadedContent>
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
function ComparedSyncs(props: {
  from?: SyncHistoryRecord;
  to?: SyncHistoryRecord;
  onPick: (sync?: SyncHistoryRecord) => void;
}) {
  const { from, to, onPick } = props;
  const { t } = useStaticDataTranslation();
  const [, setSearchParams] = useSearchParams();
  const show = (before?: SyncHistoryRecord, after?: SyncHistoryRecord) =>
    setSearchParams(
      { from: before?.id ?? '', to: after?.id ?? '' },
      { replace: true },
    );

  return (
    <Box p={2} pb={0} mb={3} display="flow-root" component={Paper}>
      <FilterBar label={t('comparePage.title')}>
        <SyncPicker
          label={t('comparePage.from')}
          value={from}
          source={to?.source}
          onChange={sync => {
            onPick(sync);
            show(sync, to);
          }}
        />
        <Button
          variant="outlined"
          startIcon={<SwapHorizIcon />}
          onClick={() => show(to, from)}
        >
          {t('comparePage.swap')}
        </Button>
        <SyncPicker
          label={t('comparePage.to')}
          value={to}
          source={from?.source}
          onChange={sync => {
            onPick(sync);
            show(from, sync);
          }}
        />
      </FilterBar>
    </Box>
  );
}
