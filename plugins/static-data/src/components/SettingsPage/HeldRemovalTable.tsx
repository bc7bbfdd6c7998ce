import { TableColumn } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  HeldRemoval,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import difference from 'lodash/difference';
import intersection from 'lodash/intersection';
import sortBy from 'lodash/sortBy';
import union from 'lodash/union';
import xor from 'lodash/xor';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { CardTable } from '../common/CardTable';
import { RelativeTime } from '../common/facts';
import { useFirstItems } from '../common/layout';
import { SourcePlace } from '../common/links';
import { Provenance } from '../common/provenance';
import { PLAIN_LIST } from '../common/styles';

const PAGE_SIZE = 5;

export function HeldRemovalTable(props: {
  heldRemovals: HeldRemoval[];
  /** Refs of those to approve; absent where the reader has no choice. */
  selected?: string[];
  onSelectedChange: (selected: string[]) => void;
  configSnapshot: SyncConfigSnapshot;
}) {
  const { heldRemovals, selected = [], configSnapshot } = props;
  const { onSelectedChange } = props;
  const { t } = useStaticDataTranslation();
  const all = heldRemovals.map(({ entityRef }) => entityRef);
  const chosen = intersection(selected, all);
  // the rows of dense tables are too tight for more than one line
  const text = { lineHeight: 1.5 };

  const columns: TableColumn<HeldRemoval>[] = [
    {
      hidden: !props.selected,
      title: (
        <Checkbox
          color="primary"
          checked={all.length > 0 && chosen.length === all.length}
          indeterminate={chosen.length > 0 && chosen.length < all.length}
          onChange={(_, checked) =>
            onSelectedChange(
              checked ? union(selected, all) : difference(selected, all),
            )
          }
          inputProps={{ 'aria-label': t('heldRemovals.selectAll') }}
        />
      ),
      width: '1%',
      render: ({ entityRef }) => (
        <Checkbox
          color="primary"
          checked={selected.includes(entityRef)}
          onChange={() => onSelectedChange(xor(selected, [entityRef]))}
          inputProps={{
            'aria-label': t('heldRemovals.select', { entityRef }),
          }}
        />
      ),
    },
    {
      title: t('heldRemovals.entity'),
      width: '22%',
      cellStyle: { ...text, overflowWrap: 'anywhere', minWidth: '10rem' },
      render: ({ entityRef }) => <EntityRefLink entityRef={entityRef} />,
    },
    {
      title: t('syncPage.kind'),
      width: '8%',
      cellStyle: { whiteSpace: 'nowrap' },
      field: 'kind',
    },
    {
      title: t('heldRemovals.file'),
      width: '18%',
      cellStyle: { ...text, overflowWrap: 'anywhere', minWidth: '12rem' },
      render: ({ sourceFile, provenance }) => (
        // the last version of the source that has it
        <SourcePlace
          file={sourceFile}
          version={provenance && { revision: provenance.from, configSnapshot }}
        />
      ),
    },
    {
      title: t('heldRemovals.dependents'),
      width: '30%',
      cellStyle: { ...text, minWidth: '18rem' },
      render: removal => <DependentList removal={removal} />,
    },
    {
      title: t('heldRemovals.droppedBy'),
      width: '18%',
      cellStyle: { ...text, minWidth: '12rem' },
      render: ({ provenance }) =>
        provenance && (
          <Provenance provenance={provenance} configSnapshot={configSnapshot} />
        ),
    },
    {
      title: t('heldRemovals.since'),
      width: '10%',
      cellStyle: { whiteSpace: 'nowrap' },
      render: ({ heldSince }) => <RelativeTime time={heldSince} />,
    },
  ];

  return (
    <CardTable<HeldRemoval>
      columns={columns.filter(({ hidden }) => !hidden)}
      data={sortBy(heldRemovals, ['kind', 'sourceFile', 'entityRef'])}
      options={{
        pageSize: PAGE_SIZE,
        pageSizeOptions: [PAGE_SIZE, 20, 100],
        paging: heldRemovals.length > PAGE_SIZE,
      }}
    />
  );
}

const COLLAPSED_LENGTH = 3;

const useStyles = makeStyles({
  list: { ...PLAIN_LIST, overflowWrap: 'anywhere' },
});

/** The dependents of an entity with their owners: the first three, and the rest on demand. */
function DependentList(props: {
  removal: Pick<
    HeldRemoval,
    'entityRef' | 'dependents' | 'dependentCount' | 'mayHaveOtherDependents'
  >;
}) {
  const { entityRef, dependents, dependentCount, mayHaveOtherDependents } =
    props.removal;
  const { t, formatCount } = useStaticDataTranslation();
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
        {t('heldRemovals.dependentCount', { count: dependentCount })}
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
