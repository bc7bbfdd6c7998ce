import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncChangeType } from '@internal/plugin-static-data-common';
import { alpha, makeStyles } from '@material-ui/core/styles';
import { staticDataTranslationRef } from '../../translation';

const SIGNS: Record<SyncChangeType, string> = {
  added: '+',
  updated: '~',
  removed: '−',
  retained: '=',
  held: '!',
};

const useStyles = makeStyles(theme => ({
  root: {
    ...theme.typography.body2,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    whiteSpace: 'nowrap',
  },
  sign: {
    width: '1.5em',
    borderRadius: theme.shape.borderRadius,
    fontFamily: 'monospace',
    fontWeight: 'bold',
    textAlign: 'center',
    backgroundColor: theme.palette.action.selected,
  },
  added: { backgroundColor: alpha(theme.palette.status.ok, 0.25) },
  updated: { backgroundColor: alpha(theme.palette.status.running, 0.25) },
  removed: { backgroundColor: alpha(theme.palette.status.error, 0.25) },
  retained: {},
  held: { backgroundColor: alpha(theme.palette.status.warning, 0.3) },
}));

/** The words for what syncs do with entities. */
export function useChangeWords(): Record<SyncChangeType, string> {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return {
    added: t('changeList.added'),
    updated: t('changeList.updated'),
    removed: t('changeList.removed'),
    retained: t('changeList.retained'),
    held: t('changeList.held'),
  };
}

/** What a sync did with an entity: a sign and a word, so that colour is never all there is. */
export function ChangeMark(props: { change: SyncChangeType }) {
  const { change } = props;
  const classes = useStyles();
  const words = useChangeWords();
  return (
    <span className={classes.root}>
      <span className={`${classes.sign} ${classes[change]}`} aria-hidden>
        {SIGNS[change]}
      </span>
      {words[change]}
    </span>
  );
}
