import { VirtualListProps } from '../components/common/VirtualList';

/** In place of a list that renders only what is visible: one that renders all. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, keyOf, renderItem, className, itemClassName } = props;
  return (
    <ul className={className}>
      {items.map((item, index) => (
        <li key={keyOf(item, index)} className={itemClassName}>
          {renderItem(item)}
        </li>
      ))}
    </ul>
  );
}
