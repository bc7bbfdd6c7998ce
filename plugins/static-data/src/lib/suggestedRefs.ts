import {
  PullRequest,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import uniqBy from 'lodash/uniqBy';
import { pullRequestName } from './source';

/** A branch or commit that a reader may want to preview. */
export interface SuggestedRef {
  ref: string;
  /** What it is, where the ref alone does not say so. */
  label?: string;
}

/** The branch that is synchronised, and those of open pull requests; of a fork, its commit. */
export function toSuggestedRefs(
  configuration: Pick<SyncConfigSnapshot, 'branch' | 'hostType'>,
  pullRequests: PullRequest[],
): SuggestedRef[] {
  const ofPullRequests = pullRequests.map(pullRequest => ({
    ref: pullRequest.isFork ? pullRequest.head : pullRequest.headRef,
    label: `${pullRequestName(pullRequest, configuration.hostType)} ${
      pullRequest.title
    }`,
  }));
  return uniqBy(
    [{ ref: configuration.branch }, ...ofPullRequests],
    ({ ref }) => ref,
  );
}
