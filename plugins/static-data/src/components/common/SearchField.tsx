import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import SearchIcon from '@material-ui/icons/Search';
import { useEffect, useState } from 'react';

/** Time without a keystroke after which the reader is taken to have written what they look for. */
const PAUSE_MS = 300;
const MAX_LENGTH = 200;

/** A field for text to look for; tells of it when the reader pauses. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, value, onChange } = props;
  const [text, setText] = useState(value);

  // the address may change without the field, by the back button for one
  useEffect(() => setText(value), [value]);

  useEffect(() => {
    if (text === value) {
      return undefined;
    }
    const timer = setTimeout(() => onChange(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);

  return (
    <TextField
      size="small"
      variant="outlined"
      type="search"
      placeholder={label}
      value={text}
      onChange={event => setText(event.target.value)}
      inputProps={{ 'aria-label': label, maxLength: MAX_LENGTH }}
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
