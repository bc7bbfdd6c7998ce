import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStatus } from '@internal/plugin-static-data-common';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import CheckBoxIcon from '@material-ui/icons/CheckBox';
import CheckBoxOutlineBlankIcon from '@material-ui/icons/CheckBoxOutlineBlank';
import { useId } from 'react';
import { staticDataTranslationRef } from '../../../translation';
import { useSyncStatusWords } from '../../common';

const useStyles = makeStyles(theme => ({
  field: {
    // as wide as one outcome, whatever is chosen
    width: '12rem',
  },
  box: {
    marginRight: theme.spacing(1),
  },
}));

/** Chooses any number of outcomes. */
export function StatusFilter(props: {
  /** Absent where all are chosen. */
  value?: SyncStatus[];
  onChange: (value?: SyncStatus[]) => void;
}) {
  const { value = [], onChange } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const words = useSyncStatusWords();
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
          (chosen as SyncStatus[]).map(status => words[status]).join(', ') ||
          t('filters.all'),
      }}
    >
      {Object.entries(words).map(([status, word]) => (
        <MenuItem key={status} value={status}>
          {value.includes(status as SyncStatus) ? (
            <CheckBoxIcon className={classes.box} aria-hidden />
          ) : (
            <CheckBoxOutlineBlankIcon className={classes.box} aria-hidden />
          )}
          {word}
        </MenuItem>
      ))}
    </TextField>
  );
}
