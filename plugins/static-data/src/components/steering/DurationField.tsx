import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { useId, useState } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { fromLocalTime, toLocalTime } from '../../lib/formatting';
import {
  Duration,
  DURATIONS,
  tomorrowMorning,
  toEnd,
} from '../../lib/steering';
import { FilterSelect } from '../common/filters';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    margin: theme.spacing(2, 0, 1),
  },
}));

/** How long something shall last, as far as it has been chosen. */
export function useDuration() {
  const [duration, setDuration] = useState<Duration>('open');
  const [localTime, setLocalTime] = useState('');
  const time = fromLocalTime(localTime);
  const isPast = time !== undefined && Date.parse(time) <= Date.now();
  return {
    duration,
    setDuration,
    localTime,
    setLocalTime,
    isPast,
    isValid: duration !== 'time' || (time !== undefined && !isPast),
    /** When it ends if it begins now; ISO 8601, UTC. Undefined if somebody has to end it. */
    toEnd: () =>
      duration === 'time' ? time : toEnd(duration, new Date())?.toISOString(),
  };
}

/** Lets the reader choose how long something lasts. */
export function DurationField(props: {
  value: ReturnType<typeof useDuration>;
  /** What it is called that somebody has to end it. */
  openLabel: string;
}) {
  const { value, openLabel } = props;
  const { duration, localTime, isPast } = value;
  const { t, formatMinute, formatTimeZone } = useStaticDataTranslation();
  const classes = useStyles();
  const id = useId();
  const labelOf = (option: Duration) => {
    switch (option) {
      case 'open':
        return openLabel;
      case 'tomorrow':
        return t('steering.duration.tomorrow', {
          time: formatMinute(tomorrowMorning(new Date()).toISOString()),
        });
      default:
        return t(`steering.duration.${option}`);
    }
  };
  return (
    <div className={classes.root}>
      <FilterSelect
        label={t('steering.duration.label')}
        options={DURATIONS}
        labelOf={labelOf}
        value={duration}
        onChange={(option = 'open') => value.setDuration(option)}
      />
      {duration === 'time' && (
        <TextField
          id={id}
          label={t('steering.duration.end', { zone: formatTimeZone() })}
          type="datetime-local"
          size="small"
          variant="outlined"
          value={localTime}
          onChange={event => value.setLocalTime(event.target.value)}
          error={isPast}
          helperText={isPast && t('steering.duration.past')}
          InputLabelProps={{ shrink: true }}
          inputProps={{
            min: toLocalTime(new Date().toISOString()),
            // keeps years to the four digits that the backend takes
            max: '9999-12-31T23:59',
          }}
        />
      )}
    </div>
  );
}
