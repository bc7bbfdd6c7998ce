import {
  PullRequest,
  SyncConfigSnapshot,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import uniqBy from 'lodash/uniqBy';
import { pullRequestName } from './source';

/** A branch or commit that a reader may want to preview. */
export interface SuggestedRef {
  ref: string;
  /** What it is, where the ref alone does not say so. */
  label?: string;
}

/**
 * The branch that is synchronised, those of open pull requests (of a fork, its commit), and what was previewed
 * before.
 */
export function toSuggestedRefs(
  configuration: Pick<SyncConfigSnapshot, 'branch' | 'hostType'>,
  known: {
    pullRequests: PullRequest[];
    dryRuns: Pick<SyncHistoryRecord, 'status' | 'configSnapshot'>[];
  },
): SuggestedRef[] {
  const ofPullRequests = known.pullRequests.map(pullRequest => ({
    ref: pullRequest.isFork ? pullRequest.head : pullRequest.headRef,
    label: `${pullRequestName(pullRequest, configuration.hostType)} ${
      pullRequest.title
    }`,
  }));
  const previewed = known.dryRuns
    // such as of what is not there
    .filter(({ status }) => status !== 'FAILURE')
    .map(({ configSnapshot }) => ({ ref: configSnapshot.branch }));
  return uniqBy(
    [{ ref: configuration.branch }, ...ofPullRequests, ...previewed],
    ({ ref }) => ref,
  );
}
