import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NetChange, SyncChange } from '@internal/plugin-static-data-common';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { useId } from 'react';
import { formatEntityRef, SourceVersion } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { ChangeMark } from '../ChangeMark';
import { ConfirmationLabel } from '../ConfirmationLabel';
import { DifferenceList } from '../DifferenceList';
import { EntityLink } from '../EntityLink';
import { SourcePlace } from '../SourcePlace';

const useStyles = makeStyles(theme => ({
  item: {
    ...theme.typography.body2,
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
    // what is out of sight costs nothing, however long the list
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 3rem',
  },
  head: {
    display: 'grid',
    gridTemplateColumns: '2.5rem 7.5rem minmax(0, 3fr) minmax(0, 3fr) 9rem',
    alignItems: 'center',
    columnGap: theme.spacing(1),
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: '2.5rem minmax(0, 1fr)',
      '& > *': {
        gridColumn: 2,
      },
      '& > :first-child': {
        gridColumn: 1,
        gridRow: '1 / span 2',
      },
    },
  },
  entity: {
    overflowWrap: 'anywhere',
  },
  reason: {
    padding: theme.spacing(0.5, 1, 0, 6),
    overflowWrap: 'anywhere',
  },
  details: {
    padding: theme.spacing(1, 1, 1, 6),
    [theme.breakpoints.down('sm')]: {
      paddingLeft: theme.spacing(1),
    },
  },
}));

/** One entity that changed; what is different in it can be opened. */
export function ChangeItem(props: {
  change: SyncChange | NetChange;
  inCatalog: boolean;
  version?: SourceVersion;
  open: boolean;
  onToggle: () => void;
}) {
  const { change, inCatalog, version, open, onToggle } = props;
  const { differences } = change;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const detailsId = useId();
  const confirmation = 'confirmation' in change && change.confirmation;

  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <span>
          {differences && (
            <IconButton
              size="small"
              onClick={onToggle}
              aria-expanded={open}
              aria-controls={detailsId}
              aria-label={t('changeList.showDifferences', {
                entity: formatEntityRef(change.entityRef),
              })}
            >
              {open ? <ExpandLessIcon /> : <ExpandMoreIcon />}
            </IconButton>
          )}
        </span>
        <ChangeMark change={change.change} />
        <span className={classes.entity}>
          <EntityLink entityRef={change.entityRef} inCatalog={inCatalog} />{' '}
          <Typography variant="body2" component="span" color="textSecondary">
            {change.kind}
          </Typography>
        </span>
        <SourcePlace
          file={change.sourceFile}
          line={change.sourceLine}
          version={version}
        />
        <span>
          {confirmation && <ConfirmationLabel status={confirmation.status} />}
        </span>
      </div>
      {confirmation && confirmation.reason && (
        <Typography variant="body2" className={classes.reason}>
          {confirmation.reason}
        </Typography>
      )}
      <div id={detailsId}>
        {open && differences && (
          <div className={classes.details}>
            <DifferenceList differences={differences} />
          </div>
        )}
      </div>
    </li>
  );
}
