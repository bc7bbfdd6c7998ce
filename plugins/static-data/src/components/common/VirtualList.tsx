import {
  observeElementRect,
  useVirtualizer,
  useWindowVirtualizer,
  Virtualizer,
} from '@tanstack/react-virtual';
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

export interface VirtualListProps<T> {
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

/** A list of any length: renders only what is visible of it in what scrolls around it. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const root = useRef<HTMLDivElement>(null);
  const scroller = useScroller(root);
  return (
    <div ref={root}>
      {scroller && (
        <ItemsInElement {...props} root={root} scroller={scroller} />
      )}
      {scroller === null && <ItemsInWindow {...props} root={root} />}
    </div>
  );
}

/** What scrolls around the list, or null for the window; undefined until it is known. */
function useScroller(root: RefObject<HTMLElement>) {
  const [scroller, setScroller] = useState<Element | null>();
  useLayoutEffect(() => {
    const find = () => root.current && setScroller(findScroller(root.current));
    find();
    // it shows only as the list grows, and is another one when a telephone is turned
    const observer = new ResizeObserver(find);
    if (root.current) {
      observer.observe(root.current);
    }
    window.addEventListener('resize', find);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', find);
    };
  }, [root]);
  return scroller;
}

interface RootedListProps<T> extends VirtualListProps<T> {
  root: RefObject<HTMLElement>;
}

function ItemsInElement<T>(props: RootedListProps<T> & { scroller: Element }) {
  const { scroller } = props;
  const virtualizer = useVirtualizer<Element, Element>({
    ...useOptions(props, scroller),
    getScrollElement: () => scroller,
    // nobody sees more of it, also where it turns out to grow with the list
    observeElementRect: (instance, onRect) =>
      observeElementRect(instance, ({ width, height }) =>
        onRect({ width, height: Math.min(height, window.innerHeight) }),
      ),
  });
  return <VisibleItems {...props} virtualizer={virtualizer} />;
}

function ItemsInWindow<T>(props: RootedListProps<T>) {
  const virtualizer = useWindowVirtualizer<Element>(useOptions(props, null));
  return <VisibleItems {...props} virtualizer={virtualizer} />;
}

/** What is the same, whatever scrolls. */
function useOptions<T>(props: RootedListProps<T>, scroller: Element | null) {
  const { items, keyOf, estimatedHeight, root } = props;
  return {
    count: items.length,
    // the same while the items are: where each of them is would be computed anew otherwise
    getItemKey: useCallback(
      (index: number) => keyOf(items[index], index),
      [items, keyOf],
    ),
    estimateSize: () => estimatedHeight,
    overscan: OVERSCAN,
    scrollMargin: useDistance(root, scroller),
    // or browsers report that a change of sizes has changed sizes again
    useAnimationFrameWithResizeObserver: true,
  };
}

function VisibleItems<T, S extends Element | Window>(
  props: VirtualListProps<T> & { virtualizer: Virtualizer<S, Element> },
) {
  const { items, keyOf, renderItem, className, itemClassName } = props;
  const { virtualizer, onEnd, scrollTo } = props;
  const { total = items.length } = props;
  const { scrollMargin } = virtualizer.options;
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
function useDistance(
  root: RefObject<HTMLElement>,
  scroller: Element | null,
): number {
  const [distance, setDistance] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (root.current) {
        const top = root.current.getBoundingClientRect().top;
        const start = scroller
          ? scroller.getBoundingClientRect().top - scroller.scrollTop
          : -window.scrollY;
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
    for (const child of (scroller ?? document.body).children) {
      observer.observe(child);
    }
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [root, scroller]);
  return distance;
}
