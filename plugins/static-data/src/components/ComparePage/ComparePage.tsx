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
import unionBy from 'lodash/unionBy';
import { useId, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import useDebounce from 'react-use/esm/useDebounce';
import { StaticDataApi } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useSources } from '../../hooks/useSources';
import { useSyncWords } from '../../hooks/useSyncWords';
import { useUrlParameter } from '../../hooks/useUrlParameter';
import { hasStatus } from '../../lib/errors';
import { shortRevision } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FilterBar, MAX_SEARCH_LENGTH } from '../common/filters';
import { LoadedContent } from '../common/loading';
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
              onPick={sync => setPicked([sync, ...picked])}
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
  onPick: (sync: SyncHistoryRecord) => void;
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
          onPick={onPick}
          onChange={sync => show(sync, to)}
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
          onPick={onPick}
          onChange={sync => show(from, sync)}
        />
      </FilterBar>
    </Box>
  );
}

const useStyles = makeStyles({ picker: { flex: '1 1 20rem', minWidth: 0 } });

/** As many as one looks through in a list. */
const MAX_OPTIONS = 100;

const TYPING_PAUSE_MS = 300;

/** What is typed of a number; a longer one is the beginning of a commit. */
const SYNC_NUMBER = /^\d{1,6}$/;

/**
 * The latest syncs of a source that left a state behind and match a text, once the reader has paused.
 */
function useFoundSyncs(
  source: string | undefined,
  text: string,
  isOpen: boolean,
) {
  const [q, setQ] = useState(text);
  useDebounce(() => setQ(text), TYPING_PAUSE_MS, [text]);
  const { value, error } = useLoader(
    async api => {
      const { history } = await api.getSyncHistory({
        source,
        dryRun: false,
        q: (SYNC_NUMBER.test(q) ? `#${q}` : q) || undefined,
        limit: MAX_OPTIONS,
      });
      return { source, q, history };
    },
    [source, q],
    { paused: !isOpen },
  );
  const isFound = value?.q === text && value.source === source;
  return {
    syncs: isFound ? value.history : [],
    loading: isOpen && !isFound && !error,
    error,
  };
}

/** Finds a sync by its number, or by what the history can be searched for. */
function SyncPicker(props: {
  label: string;
  value?: SyncHistoryRecord;
  /** That of the other sync, if one has been chosen: only states of one source can be compared. */
  source?: string;
  onPick: (sync: SyncHistoryRecord) => void;
  onChange: (sync?: SyncHistoryRecord) => void;
}) {
  const { label, value, source, onPick, onChange } = props;
  const { t, describeError, formatDateTime } = useStaticDataTranslation();
  const describe = useSyncWords();
  const { hasSeveral } = useSources();
  const classes = useStyles();
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  const { syncs, loading, error } = useFoundSyncs(source, text, isOpen);
  const nameOf = (sync: SyncHistoryRecord) =>
    hasSeveral ? `${sync.source} #${sync.number}` : `#${sync.number}`;
  const commitOf = ({ revision = '', commit }: SyncHistoryRecord) =>
    [shortRevision(revision), commit?.message.split('\n')[0]]
      .filter(Boolean)
      .join(' ');

  return (
    <Autocomplete
      id={id}
      className={classes.picker}
      size="small"
      options={unionBy(syncs, value ? [value] : [], 'id')}
      // the backend has chosen what to offer
      filterOptions={() => syncs}
      loading={loading}
      loadingText={t('comparePage.loading')}
      noOptionsText={error ? describeError(error) : t('comparePage.none')}
      value={value ?? null}
      onOpen={() => setIsOpen(true)}
      onClose={() => setIsOpen(false)}
      onInputChange={(_, typed, reason) =>
        setText(
          reason === 'input' ? typed.trim().slice(0, MAX_SEARCH_LENGTH) : '',
        )
      }
      onChange={(_, sync) => {
        if (sync) {
          onPick(sync);
        }
        onChange(sync ?? undefined);
      }}
      getOptionSelected={(option, selected) => option.id === selected.id}
      getOptionLabel={sync =>
        t('comparePage.option', {
          name: nameOf(sync),
          commit: commitOf(sync),
          time: formatDateTime(sync.startTime),
        })
      }
      renderOption={sync => (
        <ListItemText
          primary={`${nameOf(sync)} · ${describe(sync)}`}
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
