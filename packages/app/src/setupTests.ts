import '@testing-library/jest-dom';
// shared scripts are in no package
// eslint-disable-next-line @backstage/no-relative-monorepo-imports
import '../../../scripts/lib/failOnConsole';

// a busy machine takes its time to render an app
jest.setTimeout(60_000);
