import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { Failure, toFailure } from './lib/errors';
import { formatElapsed } from './lib/formatting';

/** The kinds of entities that every sync makes, in display order. */
export const ENTITY_KINDS = [
  'Component',
  'API',
  'Group',
  'System',
  'Domain',
] as const;

/**
 * All texts of the page.
 *
 * @public
 */
export const staticDataTranslationRef = createTranslationRef({
  id: 'plugin.static-data',
  messages: {
    page: {
      title: 'Static Data Catalog Sync',
      documentTitle: 'Data Sync',
      subtitle: 'How the catalog is kept in step with its source',
      loading: 'Loading the state of the synchronisation',
      loadingPage: 'Loading the page',
    },
    error: {
      loadFailed:
        'The state of the synchronisation could not be loaded. {{message}}',
      stale:
        'The page could not be updated and shows the state of {{time}}. {{message}}',
      retry: 'Retry',
      unreachable:
        'The backend cannot be reached. It may be restarting, or the connection is lost.',
      signedOut: 'Your session has ended. Reload the page to sign in again.',
      forbidden: 'You are not allowed to do this.',
      tooManyRequests: 'Too many requests. Try again in {{span}}.',
      tooManyRequestsNow: 'Too many requests. Try again now.',
      tooManyRequestsSoon: 'Too many requests. Try again in a moment.',
      accessUnknown: 'Your permissions could not be checked. {{message}}',
      forbiddenTitle: 'You are not allowed to see this page',
      forbiddenDescription:
        'You need the permission "{{permission}}" to see this page. Ask your Backstage administrators for it.',
    },
    status: {
      SUCCESS: 'Success',
      PARTIAL_SUCCESS: 'Partial success',
      FAILURE: 'Failure',
      UNKNOWN: 'Unknown',
      HEALTHY: 'Healthy',
      DEGRADED: 'Degraded',
      UNHEALTHY: 'Unhealthy',
      pending: 'Pending',
      confirmed: 'Arrived',
      failed: 'Refused',
      superseded: 'Superseded',
    },
    syncType: {
      SCHEDULED: 'Scheduled',
      MANUAL: 'Manual',
      PUSH: 'Push',
      dryRun: 'Dry run',
    },
    phase: {
      FETCH: 'Reading the source',
      PARSE: 'Parsing files',
      TRANSFORM: 'Building entities',
      DIFF: 'Comparing with what was last applied',
      CATALOG_APPLY: 'Applying changes to the catalog',
    },
    health: {
      title: 'Health Status',
      allWell: 'Syncs run on time and succeed.',
    },
    lastSync: {
      title: 'Last Sync',
      never: 'Never',
      nextRun: 'Next run {{time}}',
      dueNow: 'Next run due now',
      overdue: 'Overdue by {{span}}',
      noSchedule: 'No run is scheduled',
      dataAsOf: 'Data as of',
    },
    uptime: {
      title: 'Uptime (30d)',
      description: 'Share of syncs that updated the catalog',
      noSyncs: 'No syncs yet',
    },
    actions: {
      title: 'Actions',
      manualRefresh: 'Manual Refresh',
      requesting: 'Requesting…',
      syncing: 'Syncing…',
      noPermission: 'You need the permission "{{permission}}" to start a sync.',
      queued: 'Sync requested, waiting for it to start',
      more: 'More ways to sync',
      dryRunDescription:
        'Shows what a sync would change without changing anything',
      full: 'Full sync',
      fullDescription:
        'Reads everything again, and sends all of it to the catalog',
      preview: 'Preview a branch…',
      previewDescription: 'Shows what a branch, tag or commit would change',
      running: {
        SCHEDULED: 'Scheduled sync: {{phase}}',
        MANUAL: 'Manual sync: {{phase}}',
        PUSH: 'Sync after a push: {{phase}}',
        dryRun: 'Dry run: {{phase}}',
      },
      phaseOf: 'Phase {{number}} of {{total}}',
      progress: '{{done}} of {{total}}',
      finished: 'The requested sync finished: {{status}}, {{duration}}',
      finishedDryRun: 'The dry run finished: {{status}}, {{duration}}',
      finishedPreview:
        'The preview of {{ref}} finished: {{status}}, {{duration}}',
      showSync: 'Show the sync',
      showDryRun: 'See what would change',
      notPickedUp:
        'The requested sync has not started. It stays queued and runs as soon as the catalog backend picks it up.',
      failed: 'The sync could not be requested: {{message}}',
    },
    dialog: { cancel: 'Cancel' },
    keyboard: {
      skip: 'Skip to the search and the list',
      title: 'Keyboard shortcuts',
      refresh: 'Start a sync, on the dashboard',
      previous: 'Previous sync, on the page of a sync',
      next: 'Next sync, on the page of a sync',
      search: 'Search the list',
      help: 'Show the shortcuts',
      enabled: 'Shortcuts are on',
      close: 'Close',
    },
    previewDialog: {
      title: 'Preview a branch',
      description:
        'Reads the source at another branch, tag or commit, and shows what a sync of it would change in the catalog. Nothing is applied.',
      ref: 'Branch, tag or commit',
      start: 'Preview',
    },
    source: {
      revision: 'Revision shown',
      none: 'None yet',
    },
    recentSyncs: {
      title: 'Recent Syncs',
      summary:
        'The last {{total}}: {{success}} succeeded, {{partial}} partly, {{failure}} failed. The longest took {{longest}}.',
      summaryOne: 'The only one so far: {{status}}, {{longest}}.',
      none: 'No sync has run yet. The first one appears here as soon as it ends.',
      loading: 'Loading the recent syncs',
      loadFailed: 'The recent syncs could not be loaded: {{message}}',
      strip:
        'Recent syncs, newest first. Use the arrow keys to move between them.',
      mark: '{{status}}, {{time}}, {{duration}}, {{changes}}',
    },
    latestSync: {
      title: 'Latest Sync Details',
      none: 'No sync has run yet.',
      outcome: 'Outcome',
      content: 'Catalog content',
    },
    sync: {
      status: 'Status',
      type: 'Type',
      duration: 'Duration',
      started: 'Started',
      triggeredBy: 'Triggered by',
      schedule: 'Schedule',
      githubUser: '{{login}} on GitHub',
      unknown: 'Unknown',
      revision: 'Revision',
      commit: 'Commit',
      commitBy: 'by {{author}}',
      commitMessage: 'Full message',
      totalEntities: 'Total entities',
      componentsWithApis: 'Components with APIs',
      totalProvides: 'Total provides',
      totalConsumes: 'Total consumes',
      unchanged: 'Unchanged',
      retained: 'Kept from an earlier sync',
      held: 'Removals held back',
      changesSummary:
        '{{added}} added, {{updated}} updated, {{removed}} removed',
    },
    findings: {
      error_one: '{{formatted}} error',
      error_other: '{{formatted}} errors',
      warning_one: '{{formatted}} warning',
      warning_other: '{{formatted}} warnings',
      showAll: 'Show all {{total}}',
      showFewer: 'Show fewer',
      truncated: 'Only the first {{kept}} of {{total}} are kept.',
      stackTrace: 'Stack trace',
    },
    configuration: {
      title: 'Configuration',
      repository: 'Repository',
      branch: 'Branch',
      schedule: 'Schedule',
      nextRun: 'Next run',
      lastConfigUpdate: 'In effect since',
      none: 'None',
    },
    statistics: {
      title: {
        '24h': 'Statistics (Last 24 Hours)',
        '7d': 'Statistics (Last 7 Days)',
        '30d': 'Statistics (Last 30 Days)',
        '90d': 'Statistics (Last 90 Days)',
      },
      periods: 'Period of the statistics',
      period: {
        '24h': 'Last 24 hours',
        '7d': 'Last 7 days',
        '30d': 'Last 30 days',
        '90d': 'Last 90 days',
      },
      updating: 'Updating the statistics',
      total: 'Total',
      successful: 'Successful',
      partial: 'Partial',
      failed: 'Failed',
      average: 'Average',
      p50: 'Median (p50)',
      p95: '95th percentile (p95)',
      trendTitle: 'Syncs by outcome',
      trendSummary:
        '{{success}} of {{total}} succeeded, {{partial}} partly, {{failure}} failed.',
      growthTitle: 'Entities in the catalog',
      growthSummary: '{{first}} entities at the start, {{last}} at the end.',
      growthEmpty: 'No sync has counted entities yet.',
      noSyncs: 'No sync ran in this period.',
      entities: 'Entities',
      hour: 'Hour',
      day: 'Day (UTC)',
      loadingChart: 'Loading the chart',
    },
    history: {
      title: 'History',
      changes: 'Changes',
      linkToSync: '{{ago}}: sync of {{time}}',
      unreadable: 'Damaged record',
      loading: 'Updating the history',
      emptyTitle: 'No syncs yet',
      emptyDescription:
        'Every sync is recorded here: when it ran, what it changed and what went wrong.',
      loadFailed: 'The history could not be loaded: {{message}}',
    },
    filters: {
      title: 'History filters',
      all: 'All',
      text: 'Search the history',
      status: 'Outcome',
      dryRun: 'Dry runs',
      withoutDryRuns: 'Excluded',
      onlyDryRuns: 'Only dry runs',
      from: 'Started from',
      to: 'Started before',
      unordered: 'The range must start before it ends',
      clear: 'Clear filters',
      noneTitle: 'No sync matches the filters',
      noneDescription: 'Clear them to see all recorded syncs again.',
    },
    export: {
      title: 'Export',
      exporting: 'Exporting…',
      csv: 'As CSV, for spreadsheets',
      json: 'As JSON, for scripts',
      failed: 'The history could not be exported: {{message}}',
    },
    heldRemovals: {
      title_one: '{{count}} removal is held back and waits for a decision',
      title_other: '{{count}} removals are held back and wait for a decision',
      description:
        'The source no longer has these entities, and removing so many at once looks like an accident. Nothing has been removed: they stay in the catalog until the source has them again, or someone approves their removal.',
      entity: 'Entity',
      reason: 'Why it is held',
      droppedBy: 'What dropped it',
      since: 'Since',
      dependents: 'What depends on it',
      noDependents: 'Nothing',
      dependentCount_one: '{{count}} entity depends on it',
      dependentCount_other: '{{count}} entities depend on it',
      owner: 'owner',
      via: 'through',
      unnamedDependents: 'and {{more}} more',
      showAllOf: 'Show all {{total}} that depend on {{entityRef}}',
      showFewerOf: 'Show fewer that depend on {{entityRef}}',
      selectAll: 'Select all',
      select: 'Select {{entityRef}}',
      approve_one: 'Approve {{count}} removal…',
      approve_other: 'Approve {{count}} removals…',
      noPermission:
        'You need the permission "{{permission}}" to approve removals. Ask your Backstage administrators, or correct the source.',
      loadFailed: 'The held removals could not be loaded: {{message}}',
      dialogTitle_one: 'Remove {{count}} entity from the catalog?',
      dialogTitle_other: 'Remove {{count}} entities from the catalog?',
      dialogDescription:
        'The next sync removes exactly these entities, whatever depends on them. An entity that is back in the source by then stays.',
      toBeRemoved: 'Entities to be removed',
      confirmWord: 'REMOVE',
      typeWord: 'Type {{word}} to confirm',
      confirm_one: 'Remove {{count}} entity',
      confirm_other: 'Remove {{count}} entities',
      approveFailed: 'The removals could not be approved: {{message}}',
      approved_one: '{{count}} removal is approved. The next sync removes it.',
      approved_other:
        '{{count}} removals are approved. The next sync removes them.',
      approvedSyncing_one:
        '{{count}} removal is approved. A sync is under way.',
      approvedSyncing_other:
        '{{count}} removals are approved. A sync is under way.',
      showApproved: 'Show them',
      syncNow: 'Sync now',
    },
    entityKind: {
      Component: 'Components',
      API: 'APIs',
      Group: 'Groups',
      System: 'Systems',
      Domain: 'Domains',
    },
    change: {
      added: 'Added',
      updated: 'Updated',
      removed: 'Removed',
      retained: 'Kept',
      held: 'Removal held',
      resent: 'Sent again',
    },
    confirmationExplained: {
      pending: 'not found in the catalog yet',
      confirmed: 'found in the catalog as sent',
      failed: 'refused by the catalog, or not found there in time',
      superseded: 'replaced by a later sync before they were found',
    },
    findingState: {
      new: 'New',
      known: 'Known',
      fixed: 'Fixed',
    },
    logLevel: {
      debug: 'Everything',
      info: 'Information and above',
      warn: 'Warnings and errors',
      error: 'Errors',
    },
    changeList: {
      showDifferences: 'Differences in {{entity}}',
      showDetails: 'Details of {{entity}}',
      expandAll: 'Expand all',
      collapseAll: 'Collapse all',
      diffOf: 'Difference in {{path}}',
      cut: 'Left out: {{what}}',
      moreFields_one: '{{formatted}} more field differs.',
      moreFields_other: '{{formatted}} more fields differ.',
      shown: '{{shown}} shown',
      shownOf: '{{shown}} of {{total}} shown',
      loadMore: 'Load more',
      loading: 'Loading the list',
      loadFailed: 'The list could not be loaded: {{message}}',
    },
    provenance: {
      record_one: 'Changed by the commit',
      record_other: 'Changed by {{formatted}} commits',
      file_one: 'Commit to its file',
      file_other: '{{formatted}} commits to its file',
      commits: 'Commits',
      commit: '{{subject}} ({{author}})',
      more_one: 'and {{formatted}} more commit',
      more_other: 'and {{formatted}} more commits',
      between: 'Somewhere between {{from}} and {{to}}',
      none: 'None: its own record did not change between {{from}} and {{to}}',
      buildFile: 'Relations from',
      compare: 'Compare {{from}} with {{to}}',
    },
    syncPage: {
      title: 'Sync',
      titleOf: 'Sync of {{time}}',
      loading: 'Loading the sync',
      notFoundTitle: 'There is no such sync',
      notFoundDescription:
        'No sync has the id "{{id}}". The history may no longer go back that far.',
      allSyncs: 'All syncs',
      otherSyncs: 'Other syncs',
      previous: 'Previous sync',
      next: 'Next sync',
      compareWithPrevious: 'Compare with the previous sync',
      queuedTitle: 'Waiting to start',
      queuedDescription:
        'The sync was requested, and starts as soon as the catalog backend picks it up.',
      runningTitle: 'Running',
      phaseProgress: '{{phase}}: {{done}} of {{total}}',
      about: 'About',
      phases: 'Phases',
      slowestRepositories: 'Slowest repositories',
      repositoriesAsked_one: '{{formatted}} repository was read.',
      repositoriesAsked_other: '{{formatted}} repositories were read.',
      applied: 'Applied: {{counts}}.',
      changedNothing: 'Applied: nothing had changed.',
      changedNothingInSource: 'Applied: nothing had changed in the source.',
      missing_one:
        '{{formatted}} entity was missing from the catalog, and was sent again.',
      missing_other:
        '{{formatted}} entities were missing from the catalog, and were sent again.',
      outdated_one:
        'The catalog showed another version of {{formatted}} entity, which was sent again.',
      outdated_other:
        'The catalog showed another version of {{formatted}} entities, which were sent again.',
      unexpected_one:
        'The catalog had {{formatted}} entity that is not in the source any more, which was removed.',
      unexpected_other:
        'The catalog had {{formatted}} entities that are not in the source any more, which were removed.',
      wouldApply:
        'Dry run: nothing was applied. A sync would apply: {{counts}}.',
      wouldChangeNothing: 'Dry run: nothing would change.',
      nothingApplied: 'Nothing was applied.',
      nothingAppliedBecause: 'Nothing was applied: {{reason}}',
      removalsHeld_one: '{{formatted}} removal was held back.',
      removalsHeld_other: '{{formatted}} removals were held back.',
      unreadable:
        'This record is damaged in the database. What could not be read of it is missing here: {{fields}}.',
      skipped_one: '{{formatted}} error caused data to be left out.',
      skipped_other: '{{formatted}} errors caused data to be left out.',
      details: 'Details of the sync',
      tabs: {
        changes: 'Changes',
        findings: 'Findings',
        confirmation: 'Confirmation',
        logs: 'Logs',
        configuration: 'Configuration',
      },
      noMatch: 'Nothing matches the filters',
      filterChanges: 'Filter the changes',
      change: 'Change',
      allChanges: 'All changes',
      kind: 'Kind',
      allKinds: 'All kinds',
      searchChanges: 'Search entities',
      noChangesTitle: 'This sync changed nothing',
      filterFindings: 'Filter the findings',
      severity: 'Severity',
      allSeverities: 'Errors and warnings',
      severities: {
        error: 'Errors',
        warning: 'Warnings',
      },
      state: 'State',
      allStates: 'New, known and fixed',
      searchFindings: 'Search findings',
      noFindingsTitle: 'This sync found nothing wrong',
      shownTitle: '{{title}} shown',
      fixedTitle: 'Fixed: {{title}}',
      nothingSentTitle: 'This sync sent nothing to the catalog',
      confirmationExplained:
        'A change that was sent has not necessarily arrived: the catalog is checked until every change is there, or it is known why not.',
      sent: 'Sent',
      checked: 'Last checked',
      filterLogs: 'Filter the log',
      level: 'Level',
      searchLogs: 'Search the log',
      noLines: 'There are no lines.',
      live: 'The sync is running: new lines appear as they are written.',
      download: 'Download',
      downloadFailed: 'The log could not be downloaded: {{message}}',
      logsForbiddenTitle: 'You are not allowed to see logs',
      logsForbidden:
        'You need the permission "{{permission}}" to see the log of a sync. Ask your Backstage administrators for it.',
    },
    comparePage: {
      title: 'Compare syncs',
      from: 'Before: the state after the sync of',
      to: 'After: the state after the sync of',
      before: 'Before',
      after: 'After',
      swap: 'Swap',
      choose: 'Choose a sync',
      chooseTwo: 'Choose the two syncs whose states you want to compare.',
      unknown:
        'One of the syncs does not exist or has been deleted. Choose another one.',
      loading: 'Loading the syncs',
      net: 'Net changes',
      same: 'No differences',
      sameDescription: 'Both syncs left the catalog in the same state.',
      option: '{{time}}, {{status}}',
      backwards:
        'Compared from the later sync to the earlier one: these are the changes that going back would make.',
    },
    entityCard: {
      title: 'Sync history',
      showAll: 'All changes',
      lastChange: 'Last change',
      file: 'File',
      before: 'Before that',
      noneTitle: 'No recorded changes',
      none: 'No recorded sync has changed this entity.',
    },
    homeCard: {
      open: 'Open Data Sync',
      lastSync: 'Last sync',
    },
  },
});

export type StaticDataTranslation = TranslationFunction<
  (typeof staticDataTranslationRef)['T']
>;

/** The texts of the page, and what puts failures into words. */
export function useStaticDataTranslation(): {
  t: StaticDataTranslation;
  describeError: (error: Error) => string;
} {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const describeError = useCallback(
    (error: Error) => describeFailure(toFailure(error), t),
    [t],
  );
  return { t, describeError };
}

/** One or two sentences: what failed, and what the reader can do. */
function describeFailure(failure: Failure, t: StaticDataTranslation): string {
  switch (failure.type) {
    case 'tooManyRequests':
      return describeRetry(failure.retryAfterMs, t);
    case 'other':
      return failure.message;
    default:
      return t(`error.${failure.type}`);
  }
}

function describeRetry(
  retryAfterMs: number | undefined,
  t: StaticDataTranslation,
): string {
  if (retryAfterMs === undefined) {
    return t('error.tooManyRequestsSoon');
  }
  return retryAfterMs > 0
    ? t('error.tooManyRequests', { span: formatElapsed(retryAfterMs) })
    : t('error.tooManyRequestsNow');
}
