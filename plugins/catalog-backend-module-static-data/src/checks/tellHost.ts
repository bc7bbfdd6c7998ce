import {
  SyncChange,
  SyncChangeType,
  SyncFindingState,
  toPageUrl,
} from '@internal/plugin-static-data-common';
import { createPathClassifier } from '@internal/plugin-static-data-model';
import {
  ClaimedPullRequest,
  PullRequestOutcome,
  SourceStore,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node';
import {
  CommitMark,
  HostComment,
  PullRequestHost,
} from '../source/PullRequestHost';
import { isNotFound } from '../source/toHostFailure';
import {
  CheckToTell,
  describeCheck,
  summarizeCheck,
  toAnnotations,
  toMarker,
} from './describeCheck';

/** Changes of one type, and findings of one state, that a comment or check run may have. */
const MAX_CHANGES = 50;
const MAX_FINDINGS = 500;

/** In the order in which a comment tells them. */
const TOLD_CHANGES: SyncChangeType[] = [
  'added',
  'updated',
  'removed',
  'held',
  'retained',
];

export interface TellOptions {
  config: SyncSourceConfig;
  store: SourceStore;
  host: PullRequestHost;
  /** `app.baseUrl` of the configuration. */
  appBaseUrl: string | undefined;
}

/** Marks the head of a pull request, in place of the mark that it has. */
export async function markHead(
  { store, host }: Pick<TellOptions, 'store' | 'host'>,
  claimed: ClaimedPullRequest,
  mark: Pick<CommitMark, 'state' | 'summary' | 'url' | 'annotations'>,
  signal: AbortSignal,
): Promise<void> {
  const id = await host.mark(
    {
      ...mark,
      name: `static-data/${store.sourceId}`,
      commit: claimed.head,
      id: claimed.checkRunId,
    },
    signal,
  );
  if (id !== undefined && id !== claimed.checkRunId) {
    claimed.checkRunId = id;
    await store.pullRequests.noteOnHost(claimed, { checkRunId: id });
  }
}

/** What there is to tell the host of the check of a head. */
export async function loadCheck(
  { store, appBaseUrl }: TellOptions,
  { target }: ClaimedPullRequest,
  outcome: PullRequestOutcome,
): Promise<CheckToTell> {
  return {
    outcome,
    target,
    preview: await loadPreview(store, outcome.syncId),
    url: toPageUrl(appBaseUrl, { syncId: outcome.syncId }),
  };
}

/** Marks the head with what came of its check. */
export async function markVerdict(
  options: TellOptions,
  claimed: ClaimedPullRequest,
  check: CheckToTell,
  signal: AbortSignal,
): Promise<void> {
  const classify = createPathClassifier(options.config.files);
  await markHead(
    options,
    claimed,
    {
      state: check.outcome.outcome,
      summary: summarizeCheck(check),
      url: check.url,
      annotations: toAnnotations(
        check.preview?.findings ?? [],
        file => classify(file) === 'file',
      ),
    },
    signal,
  );
}

async function loadPreview(
  store: SourceStore,
  syncId: string | undefined,
): Promise<CheckToTell['preview']> {
  const record = syncId && (await store.history.get(syncId));
  if (!record) {
    return undefined;
  }
  const changes: SyncChange[] = [];
  for (const change of TOLD_CHANGES) {
    const page = await store.changes.list({
      syncId: record.id,
      change: [change],
      limit: MAX_CHANGES,
    });
    changes.push(...page.changes);
  }
  const listFindings = (state: SyncFindingState) =>
    store.findings.list({
      syncId: record.id,
      state: [state],
      limit: MAX_FINDINGS,
    });
  const lists = [await listFindings('new'), await listFindings('fixed')];
  return {
    record,
    changes,
    findings: lists.flatMap(list => list.findings),
    totals: lists.flatMap(list => list.totals),
  };
}

/**
 * Writes the one comment that there is of the source. Where it is not known which one that is, such as
 * after the loss of the store, it is looked for before one is made.
 */
export async function writeComment(
  { store, host }: TellOptions,
  claimed: ClaimedPullRequest,
  check: CheckToTell,
  signal: AbortSignal,
): Promise<void> {
  const comment: HostComment = {
    number: claimed.number,
    marker: toMarker(store.sourceId),
    body: describeCheck(check, host.maxCommentLength),
  };
  if (claimed.commentId) {
    try {
      await host.updateComment(claimed.commentId, comment, signal);
      return;
    } catch (error) {
      // Somebody may have deleted it.
      if (!isNotFound(error)) {
        throw error;
      }
    }
  }
  const [first] = await host.findComments(comment, signal);
  if (first !== undefined) {
    await host.updateComment(first, comment, signal);
    await store.pullRequests.noteOnHost(claimed, { commentId: first });
    return;
  }
  // The claim outlasts the request, so that no other process makes a second one meanwhile.
  if (!(await store.pullRequests.renew(claimed))) {
    throw new Error('The claim on the pull request is lost');
  }
  const id = await host.createComment(comment, signal);
  await store.pullRequests.noteOnHost(claimed, { commentId: id });
}
