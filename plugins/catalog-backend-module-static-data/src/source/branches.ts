import { refSchema } from '@internal/plugin-static-data-common';

/** Branches of one page, on most hosts: as many as one looks through in a list. */
export const BRANCHES_PER_PAGE = 100;

/** Names of branches, as a host lists them. */
export interface BranchPage {
  names: string[];
  /** Whether there are no others. */
  isComplete: boolean;
}

/**
 * Makes a page of what a host has listed: of names that can be previewed, which contain a text in any case, whether
 * or not the host has looked for it.
 *
 * @param options - `isComplete`: what the host says, if it does; else a full page is not taken for the last one
 */
export function toBranchPage(
  listed: { name: string }[],
  options: { search?: string; isComplete?: boolean },
): BranchPage {
  const { search = '', isComplete = listed.length < BRANCHES_PER_PAGE } =
    options;
  const text = search.toLowerCase();
  return {
    names: listed
      .map(({ name }) => name)
      .filter(
        name =>
          refSchema.safeParse(name).success &&
          name.toLowerCase().includes(text),
      ),
    isComplete,
  };
}
