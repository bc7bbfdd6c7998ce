import ListItemText from '@material-ui/core/ListItemText';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Autocomplete, {
  createFilterOptions,
} from '@material-ui/lab/Autocomplete';
import uniqBy from 'lodash/uniqBy';
import { useId } from 'react';
import { useBranches } from '../../hooks/useBranches';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { SuggestedRef } from '../../lib/suggestedRefs';
import { useDirectionStyles } from './styles';

const useStyles = makeStyles({
  // a name is one word, however long
  option: { overflowWrap: 'anywhere' },
});

/** The longest ref that the backend takes. */
const MAX_REF_LENGTH = 255;

const findOptions = createFilterOptions<SuggestedRef>({
  stringify: ({ ref, label = '' }) => `${ref} ${label}`,
  trim: true,
  // as many as one looks through
  limit: 100,
});

/** What is written already is not offered: the list would lie over the buttons of the dialog. */
const filterOptions: typeof findOptions = (options, state) =>
  findOptions(options, state).filter(
    ({ ref }) => ref !== state.inputValue.trim(),
  );

/** A field for a branch, tag or commit, in which a dialog starts, with branches to choose from. */
export function RefField(props: {
  source: string | undefined;
  /** What is offered before the branches that the host lists. */
  suggestions?: SuggestedRef[];
  value: string;
  onChange: (ref: string) => void;
}) {
  const { source, suggestions = [], value, onChange } = props;
  const { t, describeError } = useStaticDataTranslation();
  const classes = useStyles();
  const direction = useDirectionStyles();
  const id = useId();
  const { branches, loading, hasMore, problem, error } = useBranches(
    source,
    value,
  );
  const reason = error ? describeError(error) : problem;
  // a space keeps the line, so that nothing moves when words come
  let words: string = ' ';
  if (loading) {
    words = t('refField.loading');
  } else if (reason !== undefined) {
    words = t('refField.unknown', { reason });
  } else if (hasMore) {
    words = t('refField.more');
  }

  return (
    <Autocomplete
      id={id}
      freeSolo
      forcePopupIcon
      disableClearable
      classes={{ popper: direction.root, option: classes.option }}
      options={uniqBy(
        [...suggestions, ...branches.map((ref): SuggestedRef => ({ ref }))],
        ({ ref }) => ref,
      )}
      filterOptions={filterOptions}
      openText={t('refField.show')}
      closeText={t('refField.hide')}
      inputValue={value}
      // without an event, it is told what it starts with
      onInputChange={(event, text) => event && onChange(text)}
      getOptionLabel={option =>
        typeof option === 'string' ? option : option.ref
      }
      renderOption={({ ref, label }) => (
        <ListItemText primary={ref} secondary={label} />
      )}
      renderInput={params => (
        <TextField
          {...params}
          label={t('refField.label')}
          inputProps={{ ...params.inputProps, maxLength: MAX_REF_LENGTH }}
          // a dialog starts in its field
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          fullWidth
          variant="outlined"
          helperText={words}
          FormHelperTextProps={{ role: 'status' }}
        />
      )}
    />
  );
}
