import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import ListItemText from '@material-ui/core/ListItemText';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import SwapHorizIcon from '@material-ui/icons/SwapHoriz';
import Autocomplete from '@material-ui/lab/Autocomplete';
import orderBy from 'lodash/orderBy';
import uniqBy from 'lodash/uniqBy';
import { useId } from 'react';
import { useSearchParams } from 'react-router-dom';
import { StaticDataApi } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useSyncWords } from '../../hooks/useSyncWords';
import { useUrlParameter } from '../../hooks/useUrlParameter';
import { hasStatus } from '../../lib/errors';
import { shortRevision } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FilterBar } from '../common/filters';
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
            <ComparedSyncs syncs={loaded} from={from} to={to} />
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
function ComparedSyncs(props: {
  syncs: SyncHistoryRecord[];
  from?: SyncHistoryRecord;
  to?: SyncHistoryRecord;
}) {
  const { syncs, from, to } = props;
  const { t } = useStaticDataTranslation();
  const [, setSearchParams] = useSearchParams();
  const pick = (before?: SyncHistoryRecord, after?: SyncHistoryRecord) =>
    setSearchParams(
      { from: before?.id ?? '', to: after?.id ?? '' },
      { replace: true },
    );

  return (
    <Box p={2} pb={0} mb={3} display="flow-root" component={Paper}>
      <FilterBar label={t('comparePage.title')}>
        <SyncPicker
          label={t('comparePage.from')}
          syncs={syncs}
          value={from}
          onChange={sync => pick(sync, to)}
        />
        <Button
          variant="outlined"
          startIcon={<SwapHorizIcon />}
          onClick={() => pick(to, from)}
        >
          {t('comparePage.swap')}
        </Button>
        <SyncPicker
          label={t('comparePage.to')}
          syncs={syncs}
          value={to}
          onChange={sync => pick(from, sync)}
        />
      </FilterBar>
    </Box>
  );
}

const useStyles = makeStyles({ picker: { flex: '1 1 20rem', minWidth: 0 } });

/** Finds a sync by its number, its commit or its time. */
function SyncPicker(props: {
  label: string;
  syncs: SyncHistoryRecord[];
  value?: SyncHistoryRecord;
  onChange: (sync?: SyncHistoryRecord) => void;
}) {
  const { label, syncs, value, onChange } = props;
  const { t, formatDateTime } = useStaticDataTranslation();
  const describe = useSyncWords();
  const classes = useStyles();
  const id = useId();
  const commitOf = ({ revision = '', commit }: SyncHistoryRecord) =>
    [shortRevision(revision), commit?.message.split('\n')[0]]
      .filter(Boolean)
      .join(' ');

  return (
    <Autocomplete
      id={id}
      className={classes.picker}
      size="small"
      options={syncs}
      value={value ?? null}
      onChange={(_, sync) => onChange(sync ?? undefined)}
      getOptionSelected={(option, selected) => option.id === selected.id}
      getOptionLabel={sync =>
        t('comparePage.option', {
          number: String(sync.number),
          commit: commitOf(sync),
          time: formatDateTime(sync.startTime),
        })
      }
      renderOption={sync => (
        <ListItemText
          primary={`#${sync.number} · ${describe(sync)}`}
          secondary={[commitOf(sync), formatDateTime(sync.startTime)]
            .filter(Boolean)
            .join(' · ')}
        />
      )}
      renderInput={params => (
        <TextField
          {...params}
          variant="outlined"
          label={label}
          placeholder={t('comparePage.choose')}
          InputLabelProps={{ shrink: true }}
        />
      )}
    />
  );
}
