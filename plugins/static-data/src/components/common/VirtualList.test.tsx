import { render, screen } from '@testing-library/react';
import { VirtualList } from './VirtualList';

const HEIGHT = 800;
const ITEMS = Array.from({ length: 100_000 }, (_, index) => `item ${index}`);

function renderList(
  scrolls: boolean,
  props: Partial<Parameters<typeof VirtualList<string>>[0]> = {},
) {
  return render(
    <div style={scrolls ? { overflowY: 'auto', height: HEIGHT } : {}}>
      <VirtualList
        items={ITEMS}
        keyOf={item => item}
        renderItem={item => item}
        estimatedHeight={40}
        {...props}
      />
    </div>,
  );
}

describe('VirtualList', () => {
  beforeEach(() => {
    // jsdom has no layout
    jest
      .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
      .mockImplementation(function height(this: HTMLElement) {
        return this.tagName === 'LI' ? 40 : HEIGHT;
      });
    jest
      .spyOn(HTMLElement.prototype, 'offsetWidth', 'get')
      .mockReturnValue(1_000);
  });

  afterEach(() => jest.restoreAllMocks());

  it('renders what can be seen of 100,000 items, and says where in the list it is', () => {
    renderList(true);

    const items = screen.getAllByRole('listitem');
    expect(items.length).toBeGreaterThanOrEqual(HEIGHT / 40);
    expect(items.length).toBeLessThan(50);
    expect(items[0]).toHaveAttribute('aria-posinset', '1');
    expect(items[0]).toHaveAttribute('aria-setsize', '100000');
  });

  it('asks for more only when the reader is near the end', () => {
    const onEnd = jest.fn();
    const { unmount } = renderList(true, { onEnd });
    expect(onEnd).not.toHaveBeenCalled();
    unmount();

    renderList(true, { onEnd, items: ITEMS.slice(0, 30) });
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('renders all where only the window scrolls', () => {
    renderList(false, { items: ITEMS.slice(0, 200) });

    expect(screen.getAllByRole('listitem')).toHaveLength(200);
  });
});
