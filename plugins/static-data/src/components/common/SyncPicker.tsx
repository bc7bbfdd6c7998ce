import {
  MAX_SEARCH_LENGTH,
  SyncHistoryFilters,
  SyncHistoryRecord,
  SyncStatus,
} from '@internal/plugin-static-data-common';
import ListItemText from '@material-ui/core/ListItemText';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import unionBy from 'lodash/unionBy';
import { useId, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useLoader } from '../../hooks/useLoader';
import { useSources } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useSyncWords } from '../../hooks/useSyncWords';
import { shortRevision } from '../../lib/source';
import { useDirectionStyles } from './styles';

const useStyles = makeStyles({ picker: { flex: '1 1 20rem', minWidth: 0 } });

/** As many as one looks through in a list. */
const MAX_OPTIONS = 100;

const TYPING_PAUSE_MS = 300;

const APPLIED: SyncStatus[] = ['SUCCESS', 'PARTIAL_SUCCESS'];

/** What is typed of a number; a longer one is the beginning of a commit. */
const SYNC_NUMBER = /^\d{1,6}$/;

/**
 * The latest syncs of a source that left a state behind and match a text, once the reader has paused.
 */
function useFoundSyncs(
  { source, status }: Pick<SyncHistoryFilters, 'source' | 'status'>,
  text: string,
  isOpen: boolean,
) {
  const [q, setQ] = useState(text);
  useDebounce(() => setQ(text), TYPING_PAUSE_MS, [text]);
  const { value, error } = useLoader(
    async api => {
      const { history } = await api.getSyncHistory({
        source,
        status,
        dryRun: false,
        q: (SYNC_NUMBER.test(q) ? `#${q}` : q) || undefined,
        limit: MAX_OPTIONS,
      });
      return { source, q, history };
    },
    [source, status, q],
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
export function SyncPicker(props: {
  label: string;
  value?: SyncHistoryRecord;
  /** Of which source it has to be, if that matters. */
  source?: string;
  /** Whether only syncs are offered that left a state of their own behind, unlike failures. */
  appliedOnly?: boolean;
  /** Whether a dialog starts in it. */
  startsDialog?: boolean;
  onChange: (sync?: SyncHistoryRecord) => void;
}) {
  const { label, value, source, appliedOnly = false } = props;
  const { startsDialog, onChange } = props;
  const { t, describeError, formatDateTime } = useStaticDataTranslation();
  const describe = useSyncWords();
  const { hasSeveral } = useSources();
  const classes = useStyles();
  const direction = useDirectionStyles();
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  const { syncs, loading, error } = useFoundSyncs(
    { source, status: appliedOnly ? APPLIED : undefined },
    text,
    isOpen,
  );
  const nameOf = (sync: SyncHistoryRecord) =>
    hasSeveral ? `${sync.source} #${sync.number}` : `#${sync.number}`;
  const detailsOf = ({ revision = '', commit, startTime }: SyncHistoryRecord) =>
    [
      [shortRevision(revision), commit?.message.split('\n')[0]]
        .filter(Boolean)
        .join(' '),
      formatDateTime(startTime),
    ].filter(Boolean);

  return (
    <Autocomplete
      id={id}
      className={classes.picker}
      classes={{ popper: direction.root }}
      size="small"
      options={unionBy(syncs, value ? [value] : [], 'id')}
      // the backend has chosen what to offer
      filterOptions={() => syncs}
      loading={loading}
      loadingText={t('comparePage.loading')}
      clearText={t('comparePage.clear')}
      openText={t('comparePage.showSyncs')}
      closeText={t('comparePage.hideSyncs')}
      noOptionsText={error ? describeError(error) : t('comparePage.none')}
      value={value ?? null}
      onOpen={() => setIsOpen(true)}
      onClose={() => setIsOpen(false)}
      onInputChange={(_, typed, reason) =>
        setText(
          reason === 'input' ? typed.trim().slice(0, MAX_SEARCH_LENGTH) : '',
        )
      }
      onChange={(_, sync) => onChange(sync ?? undefined)}
      getOptionSelected={(option, selected) => option.id === selected.id}
      getOptionLabel={sync => [nameOf(sync), ...detailsOf(sync)].join(' · ')}
      renderOption={sync => (
        <ListItemText
          primary={`${nameOf(sync)} · ${describe(sync)}`}
          secondary={detailsOf(sync).join(' · ')}
        />
      )}
      renderInput={params => (
        <TextField
          {...params}
          variant="outlined"
          label={label}
          // a dialog starts in its field
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={startsDialog}
          placeholder={t('comparePage.choose')}
          InputLabelProps={{ shrink: true }}
        />
      )}
    />
  );
}
