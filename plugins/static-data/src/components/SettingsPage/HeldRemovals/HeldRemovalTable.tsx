import { Table } from '@backstage/core-components';
import { HeldRemoval } from '@internal/plugin-static-data-common';
import { useHeldRemovalColumns } from './useHeldRemovalColumns';

const PAGE_SIZE = 5;

/** What is held back, why, since when, and who depends on it. */
export function HeldRemovalTable(props: {
  heldRemovals: HeldRemoval[];
  /** Refs of those not to let through; absent where the reader has no choice. */
  unselected?: ReadonlySet<string>;
  onUnselectedChange: (unselected: ReadonlySet<string>) => void;
}) {
  const { heldRemovals, unselected, onUnselectedChange } = props;
  const columns = useHeldRemovalColumns({
    heldRemovals,
    unselected,
    onUnselectedChange,
  });

  return (
    <Table<HeldRemoval>
      columns={columns}
      data={heldRemovals}
      // it is on a card already
      style={{ boxShadow: 'none' }}
      options={{
        pageSize: PAGE_SIZE,
        pageSizeOptions: [PAGE_SIZE, 20, 100],
        paging: heldRemovals.length > PAGE_SIZE,
        emptyRowsWhenPaging: false,
        toolbar: false,
        sorting: false,
        draggable: false,
        padding: 'dense',
      }}
    />
  );
}
