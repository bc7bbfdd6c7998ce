import {
  SYNC_STATUSES,
  SYNC_TYPES,
  SyncStatus,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import CheckBoxIcon from '@material-ui/icons/CheckBox';
import CheckBoxOutlineBlankIcon from '@material-ui/icons/CheckBoxOutlineBlank';
import { useId, useState } from 'react';
import { fromLocalTime, toLocalTime } from '../../lib/formatting';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import {
  FilterBar,
  FilterSelect,
  SearchField,
  useDraft,
} from '../common/filters';
import { useHistoryFilters } from './useHistoryFilters';

export function HistoryFilters(props: ReturnType<typeof useHistoryFilters>) {
  const { filters, hasFilters, setFilters, clearFilters } = props;
  const { t, formatTimeZone } = useStaticDataTranslation();
  // a new key discards drafts that have not been committed
  const [generation, setGeneration] = useState(0);

  return (
    <FilterBar key={generation} label={t('filters.title')}>
      <SearchField
        label={t('filters.text')}
        value={filters.q ?? ''}
        onChange={q => setFilters({ q: q || undefined })}
      />
      <StatusFilter
        value={filters.status}
        onChange={status => setFilters({ status })}
      />
      <FilterSelect
        label={t('sync.type')}
        all={t('filters.all')}
        options={SYNC_TYPES}
        labelOf={type => t(`syncType.${type}`)}
        value={filters.syncType}
        onChange={syncType => setFilters({ syncType })}
      />
      <FilterSelect
        label={t('filters.dryRun')}
        all={t('filters.all')}
        options={['false', 'true']}
        labelOf={value =>
          value === 'true'
            ? t('filters.onlyDryRuns')
            : t('filters.withoutDryRuns')
        }
        value={filters.dryRun?.toString()}
        onChange={value =>
          setFilters({ dryRun: value ? value === 'true' : undefined })
        }
      />
      <TimeFilter
        label={t('filters.from', { zone: formatTimeZone(filters.from) })}
        value={filters.from}
        max={filters.to}
        onChange={from => setFilters({ from })}
      />
      <TimeFilter
        label={t('filters.to', { zone: formatTimeZone(filters.to) })}
        value={filters.to}
        min={filters.from}
        onChange={to => setFilters({ to })}
      />
      {hasFilters && (
        <Button
          onClick={() => {
            setGeneration(generation + 1);
            clearFilters();
          }}
        >
          {t('filters.clear')}
        </Button>
      )}
    </FilterBar>
  );
}

const useStyles = makeStyles(theme => ({
  field: {
    // the width of one outcome, however many are chosen
    width: '9.5rem',
  },
  box: { marginInlineEnd: theme.spacing(1) },
}));

function StatusFilter(props: {
  /** Absent where all are chosen. */
  value?: SyncStatus[];
  onChange: (value?: SyncStatus[]) => void;
}) {
  const { value = [], onChange } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const id = useId();

  return (
    <TextField
      select
      id={id}
      className={classes.field}
      label={t('filters.status')}
      size="small"
      variant="outlined"
      value={value}
      onChange={event => {
        // a select with several choices has a list of them
        const chosen = event.target.value as unknown as SyncStatus[];
        onChange(chosen.length > 0 ? chosen : undefined);
      }}
      InputLabelProps={{ shrink: true }}
      SelectProps={{
        multiple: true,
        displayEmpty: true,
        renderValue: chosen =>
          (chosen as SyncStatus[])
            .map(status => t(`status.${status}`))
            .join(', ') || t('filters.all'),
      }}
    >
      {SYNC_STATUSES.map(status => (
        <MenuItem key={status} value={status}>
          {value.includes(status) ? (
            <CheckBoxIcon className={classes.box} aria-hidden />
          ) : (
            <CheckBoxOutlineBlankIcon className={classes.box} aria-hidden />
          )}
          {t(`status.${status}`)}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** A time in the reader's time zone, committed when typing pauses. */
function TimeFilter(props: {
  label: string;
  /** ISO 8601, UTC. */
  value?: string;
  /** The times between which it has to be; ISO 8601, UTC. */
  min?: string;
  max?: string;
  onChange: (value?: string) => void;
}) {
  const { label, value, min, max, onChange } = props;
  const { t } = useStaticDataTranslation();
  const id = useId();
  const isWrong = (time?: string) =>
    Boolean(time && ((min && time <= min) || (max && time >= max)));
  const [draft, setDraft] = useDraft(
    value ? toLocalTime(value) : '',
    text => {
      const time = fromLocalTime(text);
      if (!isWrong(time)) {
        onChange(time);
      }
    },
    [min, max],
  );
  const error = isWrong(fromLocalTime(draft));

  return (
    <TextField
      id={id}
      label={label}
      type="datetime-local"
      size="small"
      variant="outlined"
      value={draft}
      onChange={event => setDraft(event.target.value)}
      error={error}
      helperText={error && t('filters.unordered')}
      InputLabelProps={{ shrink: true }}
      // keeps years to the four digits that the backend takes
      inputProps={{ max: '9999-12-31T23:59' }}
    />
  );
}
