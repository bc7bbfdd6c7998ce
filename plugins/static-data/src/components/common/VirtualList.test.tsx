import { fireEvent, render, screen } from '@testing-library/react';
import { CSSProperties } from 'react';
import { VirtualList } from './VirtualList';

jest.unmock('./VirtualList');

const HEIGHT = 800;
const ITEMS = Array.from({ length: 100_000 }, (_, index) => `item ${index}`);

function renderList(
  style: CSSProperties,
  props: Partial<Parameters<typeof VirtualList<string>>[0]> = {},
) {
  return render(
    <div style={style}>
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

const SCROLLS: CSSProperties = { overflowY: 'auto', height: HEIGHT };

/** As the page of Backstage on a telephone: it may scroll, but is as high as its content. */
const GROWS: CSSProperties = { overflowY: 'auto' };

describe('VirtualList', () => {
  beforeEach(() => {
    window.innerHeight = HEIGHT;
    // jsdom has no layout
    const heightOf = ({ tagName, style }: HTMLElement) => {
      if (tagName === 'LI') {
        return 40;
      }
      return style.height ? HEIGHT : 40 * ITEMS.length;
    };
    for (const property of ['offsetHeight', 'clientHeight'] as const) {
      jest
        .spyOn(HTMLElement.prototype, property, 'get')
        .mockImplementation(function height(this: HTMLElement) {
          return heightOf(this);
        });
    }
    jest
      .spyOn(HTMLElement.prototype, 'scrollHeight', 'get')
      .mockReturnValue(40 * ITEMS.length);
    jest
      .spyOn(HTMLElement.prototype, 'offsetWidth', 'get')
      .mockReturnValue(1_000);
    jest.spyOn(window, 'scrollTo').mockImplementation(() => {});
  });

  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['an element', SCROLLS],
    ['the window', {}],
    ['the window, although an element might', GROWS],
  ])(
    'renders what can be seen of 100,000 items where %s scrolls, and says where in the list it is',
    (_, style) => {
      renderList(style);

      const items = screen.getAllByRole('listitem');
      expect(items.length).toBeGreaterThanOrEqual(HEIGHT / 40);
      expect(items.length).toBeLessThan(50);
      expect(items[0]).toHaveAttribute('aria-posinset', '1');
      expect(items[0]).toHaveAttribute('aria-setsize', '100000');
    },
  );

  it('follows the window', () => {
    renderList(GROWS);

    jest
      .spyOn(window, 'scrollY', 'get')
      .mockReturnValue(40 * (ITEMS.length - 1));
    fireEvent.scroll(window);

    expect(screen.getByText('item 99999')).toBeInTheDocument();
    expect(screen.queryByText('item 0')).toBeNull();
  });

  it('asks for more only when the reader is near the end', () => {
    const onEnd = jest.fn();
    const { unmount } = renderList(SCROLLS, { onEnd });
    expect(onEnd).not.toHaveBeenCalled();
    unmount();

    renderList(SCROLLS, { onEnd, items: ITEMS.slice(0, 30) });
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});
