import {
  SYNC_RESULTS,
  SYNC_STATISTICS_PERIODS,
  SYNC_TYPES,
  SyncResult,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import IconButton from '@material-ui/core/IconButton';
import InputAdornment from '@material-ui/core/InputAdornment';
import MenuItem from '@material-ui/core/MenuItem';
import Popover from '@material-ui/core/Popover';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import CheckBoxIcon from '@material-ui/icons/CheckBox';
import CheckBoxOutlineBlankIcon from '@material-ui/icons/CheckBoxOutlineBlank';
import ClearIcon from '@material-ui/icons/Clear';
import DateRangeIcon from '@material-ui/icons/DateRange';
import FilterListIcon from '@material-ui/icons/FilterList';
import { useId, useRef, useState } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import {
  FilterBar,
  FilterSelect,
  SearchField,
  TimeField,
} from '../common/filters';
import { useIsNarrow } from '../common/layout';
import { useDirectionStyles } from '../common/styles';
import { ChosenFilters, useHistoryFilters } from './useHistoryFilters';

const useStyles = makeStyles(theme => ({
  others: {
    display: 'contents',
    [theme.breakpoints.down('xs')]: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1.5),
    },
  },
  changed: { marginInlineEnd: 0 },
  field: {
    // the width of one outcome, however many are chosen
    width: '9.5rem',
  },
  box: { marginInlineEnd: theme.spacing(1) },
  // has its room before there is anything to clear, as it would not fit into the row
  clear: {
    flex: 'none',
    width: '1.75rem',
    [theme.breakpoints.down('xs')]: { '&:empty': { display: 'none' } },
  },
  clearButton: { padding: theme.spacing(0.5) },
  times: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
  },
}));

export function HistoryFilters(props: ReturnType<typeof useHistoryFilters>) {
  const { chosen: filters, sources, hasFilters } = props;
  const { setFilters, clearFilters } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const id = useId();
  const isNarrow = useIsNarrow();
  const [isOpen, setIsOpen] = useState(false);
  // a new key discards drafts that have not been committed
  const [generation, setGeneration] = useState(0);
  const changed = (
    <FormControlLabel
      className={classes.changed}
      control={
        <Switch
          color="primary"
          size="small"
          checked={filters.changed === true}
          onChange={(_, checked) =>
            setFilters({ changed: checked || undefined })
          }
        />
      }
      label={t('filters.changed')}
    />
  );
  const others = (
    <>
      {sources.length > 0 && (
        <FilterSelect
          label={t('sources.source')}
          all={t('filters.all')}
          options={sources}
          labelOf={source => source}
          value={filters.source}
          onChange={source => setFilters({ source })}
        />
      )}
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
      <TimeFilter filters={filters} onChange={setFilters} />
      {changed}
    </>
  );

  return (
    <FilterBar key={generation} label={t('filters.title')}>
      <SearchField
        label={t('filters.text')}
        value={filters.q ?? ''}
        onChange={q => setFilters({ q: q || undefined })}
      />
      {isNarrow && (
        <Button
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          startIcon={<FilterListIcon aria-hidden />}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t('filters.more')}
        </Button>
      )}
      {(!isNarrow || isOpen) && (
        <div id={id} className={classes.others}>
          {others}
        </div>
      )}
      <span className={classes.clear}>
        {hasFilters && (
          <IconButton
            className={classes.clearButton}
            aria-label={t('filters.clear')}
            title={t('filters.clear')}
            onClick={() => {
              setGeneration(generation + 1);
              clearFilters();
            }}
          >
            <ClearIcon fontSize="small" />
          </IconButton>
        )}
      </span>
    </FilterBar>
  );
}

const TIMES = [...SYNC_STATISTICS_PERIODS, 'custom'] as const;

/** A time up to now, or one of the reader's own, whose ends are asked for over the page. */
function TimeFilter(props: {
  filters: ChosenFilters;
  onChange: (changed: ChosenFilters) => void;
}) {
  const { filters, onChange } = props;
  const { from, to, within } = filters;
  const { t, formatTimeZone } = useStaticDataTranslation();
  const classes = useStyles();
  const direction = useDirectionStyles();
  const field = useRef<HTMLDivElement>(null);
  const [choosesTime, setChoosesTime] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const isCustom = Boolean(from || to) || (choosesTime && !within);

  return (
    <>
      <FilterSelect
        anchorRef={field}
        label={t('filters.time')}
        all={t('filters.anyTime')}
        options={TIMES}
        labelOf={time =>
          time === 'custom'
            ? t('filters.customTime')
            : t(`statistics.period.${time}`)
        }
        value={within ?? (isCustom ? 'custom' : undefined)}
        adornment={
          isCustom && (
            <InputAdornment position="start">
              <IconButton
                size="small"
                edge="start"
                aria-label={t('filters.customTime')}
                aria-haspopup="dialog"
                onClick={() => setIsOpen(true)}
              >
                <DateRangeIcon fontSize="small" />
              </IconButton>
            </InputAdornment>
          )
        }
        onChange={time => {
          setChoosesTime(time === 'custom');
          setIsOpen(time === 'custom');
          if (time !== 'custom') {
            onChange({ within: time, from: undefined, to: undefined });
          }
        }}
      />
      {isCustom && (
        <Popover
          open={isOpen}
          // what was typed last is taken also after the end
          keepMounted
          className={direction.root}
          anchorEl={() => field.current!}
          anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
          PaperProps={{
            role: 'dialog',
            'aria-label': t('filters.customTime'),
            className: classes.times,
          }}
          onClose={() => setIsOpen(false)}
        >
          <TimeField
            label={t('filters.from', { zone: formatTimeZone(from) })}
            value={from}
            max={to}
            onChange={time => onChange({ from: time })}
          />
          <TimeField
            label={t('filters.to', { zone: formatTimeZone(to) })}
            value={to}
            min={from}
            onChange={time => onChange({ to: time })}
          />
        </Popover>
      )}
    </>
  );
}

function StatusFilter(props: {
  /** Absent where all are chosen. */
  value?: SyncResult[];
  onChange: (value?: SyncResult[]) => void;
}) {
  const { value = [], onChange } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const direction = useDirectionStyles();
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
        const chosen = event.target.value as unknown as SyncResult[];
        onChange(chosen.length > 0 ? chosen : undefined);
      }}
      InputLabelProps={{ shrink: true }}
      SelectProps={{
        multiple: true,
        // it lies over the page
        MenuProps: { className: direction.root },
        displayEmpty: true,
        renderValue: chosen =>
          (chosen as SyncResult[])
            .map(status => t(`status.${status}`))
            .join(', ') || t('filters.all'),
      }}
    >
      {SYNC_RESULTS.map(status => (
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
