import { act } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';

expect.extend(toHaveNoViolations);

/** What axe finds in an element; what that shows may go on meanwhile. */
export function runAxe(element: Element): ReturnType<typeof axe> {
  return act(async () => axe(element));
}
