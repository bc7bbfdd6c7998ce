import { act } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';

expect.extend(toHaveNoViolations);

/** Expects that axe finds nothing in an element; what it shows may go on meanwhile. */
export async function expectAccessible(element: Element): Promise<void> {
  const results = await act(async () => axe(element));
  expect(results).toHaveNoViolations();
}
