import {
  SYNC_STATISTICS_PERIODS,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import { staticDataTranslationRef } from '../../../translation';

const useStyles = makeStyles(theme => ({
  root: {
    marginBottom: theme.spacing(2),
  },
  button: {
    color: theme.palette.text.primary,
    textTransform: 'none',
    '&.Mui-selected': {
      color: theme.palette.text.primary,
      fontWeight: theme.typography.fontWeightBold,
    },
  },
}));

/** Chooses the period of the statistics. */
export function PeriodSwitch(props: {
  period: SyncStatisticsPeriod;
  onChange: (period: SyncStatisticsPeriod) => void;
}) {
  const { period, onChange } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const names = {
    '24h': t('statistics.period24h'),
    '7d': t('statistics.period7d'),
    '30d': t('statistics.period30d'),
    '90d': t('statistics.period90d'),
  };

  return (
    <ToggleButtonGroup
      className={classes.root}
      size="small"
      exclusive
      value={period}
      // null when the chosen button is pressed again
      onChange={(_, chosen: SyncStatisticsPeriod | null) =>
        chosen && onChange(chosen)
      }
      aria-label={t('statistics.period')}
    >
      {SYNC_STATISTICS_PERIODS.map(candidate => (
        <ToggleButton
          key={candidate}
          value={candidate}
          aria-label={names[candidate]}
          className={classes.button}
        >
          {candidate}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
