import {
  CHANGE_FINDING_CODES,
  DEFAULT_SOURCE_ID,
  formatPlace,
  pluralize,
  RecordedFinding,
  SyncChange,
  SyncFindingTotal,
  SyncHistoryRecord,
  SyncStats,
} from '@internal/plugin-static-data-common';
import {
  changesToMarkdown,
  countOf,
  joinMarkdown,
  toCode,
  toMarkdownList,
} from '@internal/plugin-static-data-model';
import {
  ConsumedApi,
  PullRequestOutcome,
} from '@internal/plugin-static-data-node';
import sumBy from 'lodash/sumBy';
import { Annotation } from '../source/PullRequestHost';

/** What is left free at the end of a comment for what is added to it. */
const RESERVED_LENGTH = 1_000;

/** What there is to tell of the check of a pull request. */
export interface CheckToTell {
  outcome: PullRequestOutcome;
  /** The branch that the pull request is to be merged into. */
  target: string;
  /** Undefined if there is no preview, or it is gone. */
  preview?: {
    record: SyncHistoryRecord;
    /** The first of each type. */
    changes: SyncChange[];
    /** The first of those that are new, and of those that are fixed. */
    findings: RecordedFinding[];
    /** Of all that are new or fixed. */
    totals: SyncFindingTotal[];
  };
  /** Of the page of the preview. */
  url?: string;
}

/**
 * What tells the comment of a source from all others. It is no part of what people see of it.
 */
export function toMarker(sourceId: string): string {
  return `<!-- static-data:${sourceId} -->`;
}

/** A few words for the mark of a commit, with no text from the repository in them. */
export function summarizeCheck({ outcome, preview }: CheckToTell): string {
  if (!preview || outcome.outcome === 'error') {
    return outcome.outcome === 'error'
      ? 'Could not be checked'
      : 'Checked, but the preview is gone';
  }
  const { record } = preview;
  return record.status === 'FAILURE'
    ? 'A sync of it would apply nothing'
    : [describeStats(record.stats), describeNew(preview)].join('; ');
}

/**
 * The comment. All texts from the repository are in code spans and code blocks, which they cannot get out
 * of.
 *
 * @param maxLength - characters
 */
export function describeCheck(check: CheckToTell, maxLength: number): string {
  const { outcome, target, preview, url } = check;
  const source = preview?.record.source ?? DEFAULT_SOURCE_ID;
  const name =
    source === DEFAULT_SOURCE_ID ? 'Static Data' : `Static Data (${source})`;
  const pieces = [`### ${name}: ${summarizeCheck(check)}\n`];
  if (outcome.problem !== undefined) {
    pieces.push(`${toCode(outcome.problem)}\n`);
  }
  const base = preview?.record.pullRequest?.base;
  if (base) {
    pieces.push(
      `Compared with the merge base ${toCode(
        base.slice(0, 7),
      )}, not with the catalog: what ${toCode(
        target,
      )} has had since is no part of it.`,
    );
  }
  if (url) {
    pieces.push(`[All of it, and the log](${url})`);
  }
  if (preview) {
    pieces.push(...describePreview(preview, outcome.consumers ?? []));
  }
  return joinMarkdown(pieces, maxLength - RESERVED_LENGTH);
}

function describePreview(
  {
    record: { stats },
    changes,
    findings,
    totals,
  }: NonNullable<CheckToTell['preview']>,
  consumers: ConsumedApi[],
): string[] {
  const listOf = (
    title: string,
    isListed: (finding: SyncFindingTotal | RecordedFinding) => boolean,
  ) => {
    const total = sumBy(totals.filter(isListed), 'count');
    const listed = findings.filter(isListed);
    return total > 0
      ? toMarkdownList(title, listed.map(toFindingItem), total)
      : [];
  };
  const isOfConsumers = ({ code }: Pick<SyncFindingTotal, 'code'>) =>
    CHANGE_FINDING_CODES.includes(code);
  const listNew = (title: string, severity: RecordedFinding['severity']) =>
    listOf(
      title,
      finding =>
        finding.state === 'new' &&
        finding.severity === severity &&
        !isOfConsumers(finding),
    );
  return [
    ...listNew('New errors', 'error'),
    ...listOf('Consumers are affected', isOfConsumers),
    ...(consumers.length > 0
      ? toMarkdownList(
          'Who consumes what changes',
          consumers.map(toConsumersItem),
        )
      : []),
    ...listNew('New warnings', 'warning'),
    ...changesToMarkdown(changes, {
      added: stats.entitiesAdded,
      updated: stats.entitiesUpdated,
      removed: stats.entitiesRemoved,
      held: stats.removalsHeld,
      retained: stats.entitiesRetained,
    }),
    ...listOf(
      'Fixed',
      finding => finding.state === 'fixed' && !isOfConsumers(finding),
    ),
  ];
}

/** What can be said beside the lines of the files of the repository. */
export function toAnnotations(
  findings: RecordedFinding[],
  isInRepository: (file: string) => boolean,
): Annotation[] {
  return findings.flatMap(({ state, file, line, severity, code, ...said }) =>
    state === 'new' && file !== undefined && isInRepository(file)
      ? [
          {
            file,
            line: line ?? 1,
            severity,
            title: code,
            message: `${said.message}. ${said.hint}`,
          },
        ]
      : [],
  );
}

function toFindingItem({ code, message, hint, file, line }: RecordedFinding) {
  const place = file ? ` (${toCode(formatPlace(file, line))})` : '';
  return `**${code}** ${toCode(message)}${place}\n  ${toCode(hint)}`;
}

function toConsumersItem({ entityRef, consumers, count }: ConsumedApi) {
  const named = consumers.map(toCode).join(', ');
  const more = count - consumers.length;
  return `${toCode(entityRef)}: ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

function describeStats(stats: SyncStats): string {
  const counts = {
    added: stats.entitiesAdded,
    updated: stats.entitiesUpdated,
    removed: stats.entitiesRemoved,
    held: stats.removalsHeld,
  };
  const words = Object.entries(counts).flatMap(([name, count]) =>
    count > 0 ? [`${count} ${name}`] : [],
  );
  return words.join(', ') || 'nothing changes';
}

function describeNew({
  findings,
  totals,
}: NonNullable<CheckToTell['preview']>): string {
  const countNew = (severity: RecordedFinding['severity']) => {
    const isCounted = (finding: SyncFindingTotal | RecordedFinding) =>
      finding.state === 'new' && finding.severity === severity;
    // One finding may stand for many.
    return (
      sumBy(totals.filter(isCounted), 'count') +
      sumBy(findings.filter(isCounted), finding => countOf(finding) - 1)
    );
  };
  return `${pluralize(countNew('error'), 'new error')}, ${pluralize(
    countNew('warning'),
    'new warning',
  )}`;
}
