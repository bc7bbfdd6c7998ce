import { MAX_GIT_REF_LENGTH } from '@internal/plugin-static-data-common';
import ListItemText from '@material-ui/core/ListItemText';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import uniqBy from 'lodash/uniqBy';
import { useId, useState } from 'react';
import { useBranches } from '../../hooks/useBranches';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { SuggestedRef } from '../../lib/suggestedRefs';
import { useDirectionStyles } from './styles';

const useStyles = makeStyles({
  // a name is one word, however long
  option: { overflowWrap: 'anywhere' },
});

/** As many as one looks through in a list. */
const MAX_OPTIONS = 100;

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
  const [isOpen, setIsOpen] = useState(false);
  // a reader who has chosen something looks for something else, not for more of the same
  const [isTyped, setIsTyped] = useState(false);
  const text = isTyped ? value.trim() : '';
  const { branches, loading, hasMore, problem, error } = useBranches(
    source,
    text,
  );
  const options = matchRefs(
    [...suggestions, ...branches.map((ref): SuggestedRef => ({ ref }))],
    text,
  );
  const hasList = isOpen && options.length > 0;
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
      options={options}
      filterOptions={() => options}
      // a list without anything in it is none
      open={hasList}
      aria-controls={hasList ? `${id}-popup` : undefined}
      onOpen={() => setIsOpen(true)}
      onClose={() => setIsOpen(false)}
      // also while there is nothing to close, so that it does not open by itself later
      onBlur={() => setIsOpen(false)}
      openText={t('refField.show')}
      closeText={t('refField.hide')}
      inputValue={value}
      // without an event, it is told what it starts with
      onInputChange={(event, newText, reasonOfChange) => {
        if (event) {
          setIsTyped(reasonOfChange === 'input');
          onChange(newText);
        }
      }}
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
          inputProps={{ ...params.inputProps, maxLength: MAX_GIT_REF_LENGTH }}
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

/** The first of those that contain a text, without the one that it is, which there is no need to choose. */
function matchRefs(refs: SuggestedRef[], text: string): SuggestedRef[] {
  const words = text.toLowerCase();
  return uniqBy(refs, ({ ref }) => ref)
    .filter(
      ({ ref, label = '' }) =>
        ref !== text && `${ref} ${label}`.toLowerCase().includes(words),
    )
    .slice(0, MAX_OPTIONS);
}
