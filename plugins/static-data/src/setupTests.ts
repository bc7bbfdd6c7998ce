import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
// shared scripts are in no package
// eslint-disable-next-line @backstage/no-relative-monorepo-imports
import '../../../scripts/lib/failOnConsole';

// Whole pages are rendered, on machines that have other things to do as well.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);

// jsdom has no layout and so no ResizeObserver, which charts are sized by.
class InertResizeObserver implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver = InertResizeObserver;

// Nor can a list know there what is visible of it. The test of VirtualList has the real one.
jest.mock('./components/common/VirtualList', () =>
  jest.requireActual('./__testUtils__/WholeList'),
);

// jsdom matches every rule of the styles against every element that a query by role comes across,
// which takes two fifths of the time of these tests. Where JSS knows of no browser, it attaches none.
// A test that is about styles does not mock it.
jest.mock('is-in-browser', () => ({ __esModule: true, default: false }));
