import { NetChange, SyncChange } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { useId, useState } from 'react';
import { formatEntityRef } from '../../lib/formatting';
import { SourceVersion } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ApiConsumers } from './ApiConsumers';
import { ChangeWords } from './ChangeWords';
import { DifferenceList } from './DifferenceList';
import { FactList } from './facts';
import { ChangeMark, StatusLabel } from './labels';
import { ChangePlace, EntityLink, SourcePlace } from './links';
import { ProvenanceFacts } from './provenance';
import { useDividedListStyles } from './styles';
import { VirtualList } from './VirtualList';

const useChangeListStyles = makeStyles(theme => ({
  tools: {
    display: 'flex',
    justifyContent: 'flex-end',
    marginBottom: theme.spacing(1),
  },
}));

/** Of an item that is closed, in pixels. */
const ESTIMATED_HEIGHT = 46;

/** Changed entities, each with its differences. */
export function ChangeList(props: {
  changes: Array<SyncChange | NetChange>;
  /** The sync that made the changes, or the later one of two. */
  version: SourceVersion;
  /** The earlier one of two syncs, which still had removed entities. */
  versionBefore?: SourceVersion;
  /** Whether the changes were not applied, so that added entities are not in the catalog. */
  notApplied?: boolean;
  /** Of all changes, also those that are not loaded yet. */
  total?: number;
  /** Called when the reader is near the end. */
  onEnd?: () => void;
}) {
  const { changes, version, versionBefore, notApplied = false } = props;
  const { total, onEnd } = props;
  const { t } = useStaticDataTranslation();
  const classes = useChangeListStyles();
  const listClasses = useDividedListStyles();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const expandable = changes.filter(hasDetails).map(keyOf);
  const allOpen = expandable.every(key => open.has(key));
  const toggle = (key: string) => {
    const others = [...open].filter(other => other !== key);
    setOpen(new Set(open.has(key) ? others : [...others, key]));
  };

  return (
    <>
      {expandable.length > 0 && (
        <div className={classes.tools}>
          <Button
            size="small"
            onClick={() => setOpen(new Set(allOpen ? [] : expandable))}
          >
            {allOpen ? t('changeList.collapseAll') : t('changeList.expandAll')}
          </Button>
        </div>
      )}
      <VirtualList
        items={changes}
        keyOf={keyOf}
        estimatedHeight={ESTIMATED_HEIGHT}
        total={total}
        onEnd={onEnd}
        className={listClasses.list}
        itemClassName={listClasses.item}
        renderItem={change => {
          const key = keyOf(change);
          return (
            <ChangeItem
              change={change}
              inCatalog={change.change !== (notApplied ? 'added' : 'removed')}
              version={version}
              versionBefore={versionBefore}
              open={open.has(key)}
              onToggle={() => toggle(key)}
            />
          );
        }}
      />
    </>
  );
}

function hasDetails(change: SyncChange | NetChange): boolean {
  return (
    change.kind === 'API' || Boolean(change.differences ?? provenanceOf(change))
  );
}

/** Between two syncs, many commits may have changed an entity. */
function provenanceOf(change: SyncChange | NetChange) {
  return 'provenance' in change ? change.provenance : undefined;
}

function keyOf({ change, entityRef }: SyncChange | NetChange): string {
  return `${change} ${entityRef}`;
}

const useChangeItemStyles = makeStyles(theme => ({
  head: {
    display: 'grid',
    gridTemplateColumns: '2.5rem 7.5rem minmax(0, 3fr) minmax(0, 3fr) 9rem',
    alignItems: 'center',
    columnGap: theme.spacing(1),
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: '2.5rem minmax(0, 1fr)',
      '& > *': { gridColumn: 2 },
      '& > :first-child': { gridColumn: 1, gridRow: '1 / span 2' },
    },
  },
  reason: {
    padding: theme.spacing(0.5, 1, 0),
    paddingInlineStart: theme.spacing(6),
  },
  details: {
    padding: theme.spacing(1),
    paddingInlineStart: theme.spacing(6),
    [theme.breakpoints.down('sm')]: { paddingInlineStart: theme.spacing(1) },
  },
}));

/** A changed entity, with its differences to expand. */
function ChangeItem(props: {
  change: SyncChange | NetChange;
  inCatalog: boolean;
  version: SourceVersion;
  versionBefore?: SourceVersion;
  open: boolean;
  onToggle: () => void;
}) {
  const { change, inCatalog, version, versionBefore, open, onToggle } = props;
  const { differences } = change;
  const provenance = provenanceOf(change);
  const { t } = useStaticDataTranslation();
  const classes = useChangeItemStyles();
  const detailsId = useId();
  const confirmation =
    'confirmation' in change ? change.confirmation : undefined;
  const reason =
    'reason' in change && change.reason ? change.reason : confirmation?.reason;

  return (
    <>
      <div className={classes.head}>
        <span>
          {hasDetails(change) && (
            <IconButton
              size="small"
              onClick={onToggle}
              aria-expanded={open}
              aria-controls={detailsId}
              aria-label={t(
                differences
                  ? 'changeList.showDifferences'
                  : 'changeList.showDetails',
                { entity: formatEntityRef(change.entityRef) },
              )}
            >
              {open ? <ExpandLessIcon /> : <ExpandMoreIcon />}
            </IconButton>
          )}
        </span>
        <ChangeMark change={change.change} />
        <span>
          <EntityLink entityRef={change.entityRef} inCatalog={inCatalog} />{' '}
          <Typography variant="body2" component="span" color="textSecondary">
            {change.kind}
          </Typography>
          {!open && <ChangeWords differences={differences} />}
        </span>
        {'syncIds' in change ? (
          <SourcePlace
            file={change.sourceFile}
            line={change.sourceLine}
            version={change.change === 'removed' ? versionBefore : version}
          />
        ) : (
          <ChangePlace change={change} sync={version} />
        )}
        <span>
          {confirmation && <StatusLabel status={confirmation.status} />}
        </span>
      </div>
      {reason && (
        <Typography variant="body2" className={classes.reason}>
          {reason}
        </Typography>
      )}
      <div id={detailsId}>
        {open && (
          <div className={classes.details}>
            {provenance && (
              <FactList>
                <ProvenanceFacts
                  provenance={provenance}
                  configSnapshot={version.configSnapshot}
                />
              </FactList>
            )}
            {change.kind === 'API' && (
              <ApiConsumers entityRef={change.entityRef} />
            )}
            {differences && <DifferenceList differences={differences} />}
          </div>
        )}
      </div>
    </>
  );
}
