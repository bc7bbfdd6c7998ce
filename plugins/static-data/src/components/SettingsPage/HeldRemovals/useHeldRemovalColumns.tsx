import { TableColumn } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { HeldRemoval } from '@internal/plugin-static-data-common';
import Checkbox from '@material-ui/core/Checkbox';
import { staticDataTranslationRef } from '../../../translation';
import { RelativeTime } from '../../common';
import { DependentList } from './DependentList';

/** The columns of the removals that are held; with boxes to tick where the reader may choose. */
export function useHeldRemovalColumns(options: {
  heldRemovals: HeldRemoval[];
  unselected?: ReadonlySet<string>;
  onUnselectedChange: (unselected: ReadonlySet<string>) => void;
}): TableColumn<HeldRemoval>[] {
  const { heldRemovals, unselected, onUnselectedChange } = options;
  const { t } = useTranslationRef(staticDataTranslationRef);
  // dense tables have lines for a single word
  const text = { lineHeight: 1.5 };

  const columns: TableColumn<HeldRemoval>[] = [
    {
      title: t('heldRemovals.entity'),
      width: '22%',
      cellStyle: { ...text, overflowWrap: 'anywhere', minWidth: '10rem' },
      render: ({ entityRef }) => <EntityRefLink entityRef={entityRef} />,
    },
    { title: t('heldRemovals.kind'), width: '8%', field: 'kind' },
    {
      title: t('heldRemovals.dependents'),
      width: '38%',
      cellStyle: { ...text, minWidth: '18rem' },
      render: removal => <DependentList removal={removal} />,
    },
    {
      title: t('heldRemovals.reason'),
      width: '22%',
      cellStyle: { ...text, minWidth: '12rem' },
      field: 'reason',
    },
    {
      title: t('heldRemovals.since'),
      width: '10%',
      cellStyle: { whiteSpace: 'nowrap' },
      render: ({ heldSince }) => <RelativeTime time={heldSince} />,
    },
  ];
  if (!unselected) {
    return columns;
  }

  const all = heldRemovals.map(({ entityRef }) => entityRef);
  const selectedCount = all.filter(ref => !unselected.has(ref)).length;
  const toggle = (entityRef: string) => {
    const next = new Set(unselected);
    if (!next.delete(entityRef)) {
      next.add(entityRef);
    }
    onUnselectedChange(next);
  };
  return [
    {
      title: (
        <Checkbox
          color="primary"
          checked={selectedCount === all.length}
          indeterminate={selectedCount > 0 && selectedCount < all.length}
          onChange={(_, checked) =>
            onUnselectedChange(new Set(checked ? [] : all))
          }
          inputProps={{ 'aria-label': t('heldRemovals.selectAll') }}
        />
      ),
      width: '1%',
      render: ({ entityRef }) => (
        <Checkbox
          color="primary"
          checked={!unselected.has(entityRef)}
          onChange={() => toggle(entityRef)}
          inputProps={{
            'aria-label': t('heldRemovals.select', { entityRef }),
          }}
        />
      ),
    },
    ...columns,
  ];
}
