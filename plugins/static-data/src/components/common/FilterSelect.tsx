import TextField from '@material-ui/core/TextField';
import { useId } from 'react';

/** One of the values that a list can be filtered by, or all of them. */
export function FilterSelect(props: {
  label: string;
  /** What the choice of no filter is called; without it there is no such choice. */
  all?: string;
  options: Array<{ value: string; label: string }>;
  /** Empty for no filter. */
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, all, options, value, onChange } = props;
  const id = useId();
  return (
    <TextField
      select
      id={id}
      size="small"
      variant="outlined"
      label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      InputLabelProps={{ shrink: true }}
      SelectProps={{ native: true }}
    >
      {all !== undefined && <option value="">{all}</option>}
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}
