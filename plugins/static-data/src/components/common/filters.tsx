import { MAX_SEARCH_LENGTH } from '@internal/plugin-static-data-common';
import InputAdornment from '@material-ui/core/InputAdornment';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import SearchIcon from '@material-ui/icons/Search';
import {
  DependencyList,
  ReactNode,
  Ref,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { fromLocalTime, toLocalTime } from '../../lib/formatting';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    // on a wide page, the filters of the history fit into one row
    gap: theme.spacing(1.5),
    marginBottom: theme.spacing(2),
  },
  search: {
    flex: '1 1 10rem',
    maxWidth: '20rem',
    '& input': { textOverflow: 'ellipsis' },
  },
  select: {
    // as wide as the search field on a telephone
    [theme.breakpoints.down('xs')]: { flex: '1 1 auto' },
  },
}));

/** A row of controls above a list. */
export function FilterBar(props: { label: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div className={classes.root} role="search" aria-label={props.label}>
      {props.children}
    </div>
  );
}

export function FilterSelect<T extends string>(props: {
  label: string;
  /** What the choice of no filter is called; without it there is no such choice. */
  all?: string;
  options: readonly T[];
  labelOf: (option: T) => string;
  /** Absent for no filter. */
  value?: T;
  /** What stands before the choice. */
  adornment?: ReactNode;
  /** Where something that belongs to it is shown. */
  anchorRef?: Ref<HTMLDivElement>;
  onChange: (value?: T) => void;
}) {
  const { label, all, options, labelOf, value = '', adornment } = props;
  const { anchorRef, onChange } = props;
  const classes = useStyles();
  const id = useId();
  return (
    <TextField
      select
      ref={anchorRef}
      id={id}
      className={classes.select}
      size="small"
      variant="outlined"
      label={label}
      value={value}
      onChange={event =>
        onChange(options.find(option => option === event.target.value))
      }
      InputLabelProps={{ shrink: true }}
      SelectProps={{ native: true }}
      InputProps={{ startAdornment: adornment }}
    >
      {all !== undefined && <option value="">{all}</option>}
      {options.map(option => (
        <option key={option} value={option}>
          {labelOf(option)}
        </option>
      ))}
    </TextField>
  );
}

/** A search field that reports changes when typing pauses. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, value, onChange } = props;
  const classes = useStyles();
  const [text, setText] = useDraft(value, onChange);

  return (
    <TextField
      className={classes.search}
      size="small"
      variant="outlined"
      type="search"
      placeholder={label}
      value={text}
      onChange={event => setText(event.target.value)}
      inputProps={{
        'aria-label': label,
        'aria-keyshortcuts': 's',
        maxLength: MAX_SEARCH_LENGTH,
      }}
      InputProps={{
        startAdornment: (
          <InputAdornment position="start">
            <SearchIcon fontSize="small" />
          </InputAdornment>
        ),
      }}
    />
  );
}

/** A time in the reader's time zone, committed when typing pauses. */
export function TimeField(props: {
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

const TYPING_PAUSE_MS = 400;

/**
 * The draft of a text input, committed when typing pauses. A value that changes from outside, for
 * example by the back button, replaces the draft. A draft that `onCommit` does not accept is
 * committed again when one of the dependencies changes.
 */
export function useDraft(
  value: string,
  onCommit: (value: string) => void,
  deps: DependencyList = [],
) {
  const [draft, setDraft] = useState(value);
  const committed = useRef(value);

  useEffect(() => {
    if (value !== committed.current) {
      committed.current = value;
      setDraft(value);
    }
  }, [value]);

  useDebounce(
    () => {
      if (draft !== value) {
        committed.current = draft;
        onCommit(draft);
      }
    },
    TYPING_PAUSE_MS,
    [draft, value, ...deps],
  );

  return [draft, setDraft] as const;
}
