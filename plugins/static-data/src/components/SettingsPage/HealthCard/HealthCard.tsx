import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHealth } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { staticDataTranslationRef } from '../../../translation';
import { SectionCard, StatusLabel } from '../../common';

const TONES = {
  HEALTHY: 'ok',
  DEGRADED: 'warning',
  UNHEALTHY: 'error',
} as const;

const useStyles = makeStyles(theme => ({
  reasons: {
    ...theme.typography.body2,
    margin: theme.spacing(1, 0, 0),
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
}));

/** The health of the synchronisation, and why it is what it is. */
export function HealthCard(props: { health: SyncHealth }) {
  const { status, reasons, lastSuccessfulSync } = props.health;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  // before the first sync there is nothing to praise
  const isAllWell =
    status === 'HEALTHY' && reasons.length === 0 && lastSuccessfulSync !== null;
  const words = {
    HEALTHY: t('status.healthy'),
    DEGRADED: t('status.degraded'),
    UNHEALTHY: t('status.unhealthy'),
  };

  return (
    <SectionCard title={t('health.title')}>
      <Typography variant="h6" component="p">
        <StatusLabel tone={TONES[status]}>{words[status]}</StatusLabel>
      </Typography>
      {isAllWell && (
        <Typography variant="body2" color="textSecondary">
          {t('health.allWell')}
        </Typography>
      )}
      {reasons.length > 0 && (
        <ul className={classes.reasons}>
          {reasons.map(reason => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}
