/**
 * Branches of the repository of a source, as its host lists them.
 *
 * @public
 */
export interface BranchList {
  /** Names that can be previewed, in the order of the host; those of one page at most. */
  branches: string[];
  /** Whether there are no others with the text that was asked for. */
  isComplete: boolean;
  /** Why the host could not be asked, or did not answer; there are no names then. */
  problem?: string;
}
