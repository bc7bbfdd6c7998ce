import { useVirtualizer } from '@tanstack/react-virtual';
import {
  ReactNode,
  RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { findScroller } from '../../lib/scrolling';

/** How many items are rendered above and below what is visible. */
const OVERSCAN = 8;

/** How many items from the end of the list the next page is asked for. */
const ITEMS_AHEAD = 20;

interface VirtualListProps<T> {
  items: T[];
  /** The same function in every rendering. */
  keyOf: (item: T, index: number) => string;
  renderItem: (item: T) => ReactNode;
  /** In pixels, until the item is measured. */
  estimatedHeight: number;
  /** Of all items, also those that are not loaded yet. */
  total?: number;
  className?: string;
  itemClassName?: string;
  /** Called when the reader is near the end. */
  onEnd?: () => void;
  /** An item to scroll to, once it is there. */
  scrollTo?: string;
}

/**
 * A list of any length: renders only what is visible of it in what scrolls around it. Where nothing
 * but the window scrolls, it renders all.
 */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, keyOf, renderItem, className, itemClassName } = props;
  const root = useRef<HTMLDivElement>(null);
  // undefined until it is known
  const [scroller, setScroller] = useState<Element | null>();
  useLayoutEffect(() => {
    setScroller(root.current && findScroller(root.current));
  }, []);

  return (
    <div ref={root}>
      {scroller && <VisibleItems {...props} root={root} scroller={scroller} />}
      {scroller === null && (
        <ul className={className}>
          {items.map((item, index) => (
            <li key={keyOf(item, index)} className={itemClassName}>
              {renderItem(item)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function VisibleItems<T>(
  props: VirtualListProps<T> & {
    root: RefObject<HTMLElement>;
    scroller: Element;
  },
) {
  const { items, keyOf, renderItem, className, itemClassName } = props;
  const { root, scroller, estimatedHeight, onEnd, scrollTo } = props;
  const { total = items.length } = props;
  const scrollMargin = useDistance(root, scroller);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    // the same while the items are: where each of them is would be computed anew otherwise
    getItemKey: useCallback(
      (index: number) => keyOf(items[index], index),
      [items, keyOf],
    ),
    estimateSize: () => estimatedHeight,
    overscan: OVERSCAN,
    scrollMargin,
    // or browsers report that a change of sizes has changed sizes again
    useAnimationFrameWithResizeObserver: true,
  });
  const visible = virtualizer.getVirtualItems();
  const first = visible.at(0);
  const last = visible.at(-1);

  const isNearEnd =
    last !== undefined && last.index >= items.length - ITEMS_AHEAD;
  useEffect(() => {
    if (isNearEnd) {
      onEnd?.();
    }
  }, [isNearEnd, onEnd]);

  const target = scrollTo
    ? items.findIndex((item, index) => keyOf(item, index) === scrollTo)
    : -1;
  useEffect(() => {
    if (target >= 0) {
      virtualizer.scrollToIndex(target, { align: 'center' });
    }
  }, [target, virtualizer]);

  return (
    <ul
      className={className}
      style={{
        // the room of the items that are not rendered
        paddingBlockStart: first && first.start - scrollMargin,
        paddingBlockEnd:
          last && virtualizer.getTotalSize() - (last.end - scrollMargin),
      }}
    >
      {visible.map(({ index, key }) => (
        <li
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          aria-setsize={total}
          aria-posinset={index + 1}
          className={itemClassName}
        >
          {renderItem(items[index])}
        </li>
      ))}
    </ul>
  );
}

/** How far below the beginning of what scrolls a list begins. */
function useDistance(root: RefObject<HTMLElement>, scroller: Element): number {
  const [distance, setDistance] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (root.current) {
        const top = root.current.getBoundingClientRect().top;
        const start = scroller.getBoundingClientRect().top - scroller.scrollTop;
        setDistance(Math.round(top - start));
      }
    };
    measure();
    // what is above the list may grow
    let frame = 0;
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(measure);
    });
    for (const child of scroller.children) {
      observer.observe(child);
    }
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [root, scroller]);
  return distance;
}
