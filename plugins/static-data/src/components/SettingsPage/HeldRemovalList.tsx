import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  HeldRemoval,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import difference from 'lodash/difference';
import groupBy from 'lodash/groupBy';
import intersection from 'lodash/intersection';
import sortBy from 'lodash/sortBy';
import union from 'lodash/union';
import { ReactNode, useMemo } from 'react';
import { useKindLabel } from '../../hooks/useKindLabel';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { AbsoluteTime, Fact, FactList } from '../common/facts';
import { useFirstItems } from '../common/layout';
import { SourcePlace } from '../common/links';
import { Provenance } from '../common/provenance';
import { PLAIN_LIST, useDividedListStyles } from '../common/styles';
import { VirtualList } from '../common/VirtualList';

/** The entity refs that are selected of those to approve; absent where the reader has no choice. */
interface Selection {
  selected: string[];
  onChange: (selected: string[]) => void;
}

/** One removal, or the head of several of one kind or file. */
interface Row {
  key: string;
  removals: HeldRemoval[];
  /** What they have in common; absent for one removal. */
  group?: 'kind' | 'sourceFile';
  /** Whether the head above it names its file. */
  isBelowFile?: boolean;
}

const keyOfRow = ({ key }: Row) => key;

const useStyles = makeStyles(theme => ({
  row: { display: 'flex', alignItems: 'flex-start' },
  kind: { marginTop: theme.spacing(1) },
  head: { padding: theme.spacing(0.25, 0), flex: 1, minWidth: 0 },
  box: {
    padding: theme.spacing(0.25),
    marginInlineEnd: theme.spacing(1),
    marginInlineStart: -2,
  },
  removal: {
    flex: 1,
    minWidth: 0,
    // names and paths have no room beside their labels on a telephone
    [theme.breakpoints.down('xs')]: {
      '& dl > div': { gridTemplateColumns: 'minmax(0, 1fr)' },
    },
  },
  list: { ...PLAIN_LIST, overflowWrap: 'anywhere' },
}));

/** Removals below their kinds, and below their files where those had several. */
export function HeldRemovalList(props: {
  heldRemovals: HeldRemoval[];
  selection?: Selection;
  configSnapshot: SyncConfigSnapshot;
}) {
  const { heldRemovals, selection, configSnapshot } = props;
  const { formatCount } = useStaticDataTranslation();
  const labelOf = useKindLabel();
  const classes = useStyles();
  const { list, item } = useDividedListStyles();
  const rows = useMemo(() => toRows(heldRemovals), [heldRemovals]);

  const renderGroup = ({ group, removals }: Row) => {
    const [first] = removals;
    return group === 'kind' ? (
      <GroupHead
        name={labelOf(first.kind)}
        removals={removals}
        selection={selection}
        className={classes.kind}
      >
        <Typography variant="subtitle1" component="h3">
          {labelOf(first.kind)} ({formatCount(removals.length)})
        </Typography>
      </GroupHead>
    ) : (
      <GroupHead
        name={first.sourceFile}
        removals={removals}
        selection={selection}
      >
        <RemovalFile removal={first} configSnapshot={configSnapshot} /> (
        {formatCount(removals.length)})
      </GroupHead>
    );
  };

  return (
    <VirtualList
      className={list}
      itemClassName={item}
      items={rows}
      keyOf={keyOfRow}
      estimatedHeight={120}
      renderItem={row =>
        row.group ? (
          renderGroup(row)
        ) : (
          <Removal
            removal={row.removals[0]}
            selection={selection}
            configSnapshot={configSnapshot}
            hasFile={!row.isBelowFile}
          />
        )
      }
    />
  );
}

function toRows(heldRemovals: HeldRemoval[]): Row[] {
  const sorted = sortBy(heldRemovals, ['kind', 'sourceFile', 'entityRef']);
  return Object.entries(groupBy(sorted, 'kind')).flatMap(([kind, ofKind]) => [
    { key: kind, removals: ofKind, group: 'kind' as const },
    ...Object.entries(groupBy(ofKind, 'sourceFile')).flatMap(
      ([file, ofFile]) => {
        const isBelowFile = ofFile.length > 1;
        const rows: Row[] = ofFile.map(removal => ({
          key: removal.entityRef,
          removals: [removal],
          isBelowFile,
        }));
        return isBelowFile
          ? [
              {
                key: `${kind} ${file}`,
                removals: ofFile,
                group: 'sourceFile' as const,
              },
              ...rows,
            ]
          : rows;
      },
    ),
  ]);
}

/** Selects some removals, or none of them. */
export function RemovalCheckbox(props: {
  label: string;
  entityRefs: string[];
  selection: Selection;
}) {
  const { label, entityRefs, selection } = props;
  const { selected, onChange } = selection;
  const classes = useStyles();
  const count = intersection(entityRefs, selected).length;
  return (
    <Checkbox
      color="primary"
      className={classes.box}
      checked={count > 0 && count === entityRefs.length}
      indeterminate={count > 0 && count < entityRefs.length}
      onChange={(_, checked) =>
        onChange((checked ? union : difference)(selected, entityRefs))
      }
      inputProps={{ 'aria-label': label }}
    />
  );
}

function GroupHead(props: {
  name: string;
  removals: HeldRemoval[];
  selection?: Selection;
  className?: string;
  children: ReactNode;
}) {
  const { name, removals, selection, className = '' } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <div className={`${classes.row} ${className}`}>
      {selection && (
        <RemovalCheckbox
          label={t('heldRemovals.select', { what: name })}
          entityRefs={removals.map(({ entityRef }) => entityRef)}
          selection={selection}
        />
      )}
      <div className={classes.head}>{props.children}</div>
    </div>
  );
}

/** The file that had an entity, in the last version of the source that has it. */
function RemovalFile(props: {
  removal: HeldRemoval;
  configSnapshot: SyncConfigSnapshot;
}) {
  const { removal, configSnapshot } = props;
  const { sourceFile, provenance } = removal;
  return (
    <SourcePlace
      file={sourceFile}
      version={provenance && { revision: provenance.from, configSnapshot }}
    />
  );
}

function Removal(props: {
  removal: HeldRemoval;
  selection?: Selection;
  configSnapshot: SyncConfigSnapshot;
  hasFile: boolean;
}) {
  const { removal, selection, configSnapshot, hasFile } = props;
  const { entityRef, heldSince, provenance } = removal;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <div className={classes.row}>
      {selection && (
        <RemovalCheckbox
          label={t('heldRemovals.select', { what: entityRef })}
          entityRefs={[entityRef]}
          selection={selection}
        />
      )}
      <div className={classes.removal}>
        <EntityRefLink entityRef={entityRef} />
        <FactList>
          {hasFile && (
            <Fact label={t('heldRemovals.file')}>
              <RemovalFile removal={removal} configSnapshot={configSnapshot} />
            </Fact>
          )}
          <Fact label={t('heldRemovals.dependents')}>
            <DependentList removal={removal} />
          </Fact>
          {provenance && (
            <Fact label={t('heldRemovals.droppedBy')}>
              <Provenance
                provenance={provenance}
                configSnapshot={configSnapshot}
              />
            </Fact>
          )}
          <Fact label={t('heldRemovals.heldSince')}>
            <AbsoluteTime time={heldSince} />
          </Fact>
        </FactList>
      </div>
    </div>
  );
}

const COLLAPSED_LENGTH = 3;

/** The dependents of an entity with their owners: the first three, and the rest on demand. */
function DependentList(props: {
  removal: Pick<
    HeldRemoval,
    'entityRef' | 'dependents' | 'dependentCount' | 'mayHaveOtherDependents'
  >;
}) {
  const { entityRef, dependents, dependentCount, mayHaveOtherDependents } =
    props.removal;
  const { t, formatCount, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const { listId, shown, expanded, button } = useFirstItems(dependents, {
    length: COLLAPSED_LENGTH,
    describe: isExpanded =>
      isExpanded
        ? t('heldRemovals.showFewerOf', { entityRef })
        : t('heldRemovals.showAllOf', {
            entityRef,
            total: formatCount(dependents.length),
          }),
  });
  const unnamed = dependentCount - dependents.length;

  if (dependentCount === 0) {
    return (
      <>
        {t(
          mayHaveOtherDependents
            ? 'heldRemovals.noDependentsInSource'
            : 'heldRemovals.noDependents',
        )}
      </>
    );
  }
  return (
    <>
      <strong>
        {t('heldRemovals.dependentCount', countParams(dependentCount))}
      </strong>
      <ul className={classes.list} id={listId}>
        {shown.map(({ entityRef: dependent, field, via, owner }) => (
          <li key={`${dependent} ${field}`}>
            <EntityRefLink entityRef={dependent} hideIcon />
            {via && (
              <>
                {' '}
                {t('heldRemovals.via')}{' '}
                <EntityRefLink entityRef={via} hideIcon />
              </>
            )}
            {owner && (
              <>
                {' '}
                ({t('heldRemovals.owner')}{' '}
                <EntityRefLink entityRef={owner} hideIcon />)
              </>
            )}
          </li>
        ))}
        {expanded && unnamed > 0 && (
          <li>
            {t('heldRemovals.unnamedDependents', {
              more: formatCount(unnamed),
            })}
          </li>
        )}
      </ul>
      {button}
      {mayHaveOtherDependents && (
        <div>{t('heldRemovals.mayHaveOtherDependents')}</div>
      )}
    </>
  );
}
