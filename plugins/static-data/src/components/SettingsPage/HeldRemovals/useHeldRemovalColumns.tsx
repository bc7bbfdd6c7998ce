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
  const nowrap = { whiteSpace: 'nowrap' } as const;

  const columns: TableColumn<HeldRemoval>[] = [
    {
      title: t('heldRemovals.entity'),
      cellStyle: { overflowWrap: 'anywhere', minWidth: '10rem' },
      render: ({ entityRef }) => <EntityRefLink entityRef={entityRef} />,
    },
    { title: t('heldRemovals.kind'), field: 'kind' },
    {
      title: t('heldRemovals.dependents'),
      cellStyle: { minWidth: '14rem' },
      render: removal => <DependentList removal={removal} />,
    },
    {
      title: t('heldRemovals.reason'),
      cellStyle: { minWidth: '14rem' },
      field: 'reason',
    },
    {
      title: t('heldRemovals.since'),
      cellStyle: nowrap,
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
