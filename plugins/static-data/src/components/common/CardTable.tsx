import { Table, TableProps } from '@backstage/core-components';

/** A plain table for use on a card. */
export function CardTable<T extends object>(props: TableProps<T>) {
  return (
    <Table<T>
      {...props}
      // the card has a shadow of its own
      style={{ boxShadow: 'none' }}
      options={{
        emptyRowsWhenPaging: false,
        toolbar: false,
        search: false,
        sorting: false,
        draggable: false,
        padding: 'dense',
        ...props.options,
      }}
    />
  );
}
