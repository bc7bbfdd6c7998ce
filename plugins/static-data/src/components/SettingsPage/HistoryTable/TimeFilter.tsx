import { useTranslationRef } from '@backstage/frontend-plugin-api';
import TextField from '@material-ui/core/TextField';
import { useCallback, useId } from 'react';
import { useDraft } from '../../../hooks';
import { fromLocalTime, toLocalTime } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';

/** A point in time in the reader's time zone; it counts when the reader pauses. */
export function TimeFilter(props: {
  label: string;
  /** ISO 8601, UTC. */
  value?: string;
  /** The times between which it has to be; ISO 8601, UTC. */
  min?: string;
  max?: string;
  onChange: (value?: string) => void;
}) {
  const { label, value, min, max, onChange } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const id = useId();
  const isInRange = useCallback(
    (time: string) => (!min || time > min) && (!max || time < max),
    [min, max],
  );
  const commit = useCallback(
    (text: string) => {
      const time = fromLocalTime(text);
      if (!time || isInRange(time)) {
        onChange(time);
      }
    },
    [isInRange, onChange],
  );
  const [draft, setDraft] = useDraft(value ? toLocalTime(value) : '', commit);
  const typed = fromLocalTime(draft);
  const isWrong = Boolean(typed && !isInRange(typed));

  return (
    <TextField
      id={id}
      label={label}
      type="datetime-local"
      size="small"
      variant="outlined"
      value={draft}
      onChange={event => setDraft(event.target.value)}
      error={isWrong}
      helperText={isWrong && t('filters.unordered')}
      InputLabelProps={{ shrink: true }}
      // keeps years to the four digits that the backend takes
      inputProps={{ max: '9999-12-31T23:59' }}
    />
  );
}
