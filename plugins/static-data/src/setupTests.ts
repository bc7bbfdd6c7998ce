import '@testing-library/jest-dom';

// jsdom has no layout and so no ResizeObserver, which charts are sized by.
class InertResizeObserver implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver = InertResizeObserver;
