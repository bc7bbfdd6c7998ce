import {
  formatPlace,
  HeldRemoval,
  LinkedPage,
  pluralize,
  RecordedFinding,
  SyncHistoryRecord,
  toPagePath,
  truncate,
} from '@internal/plugin-static-data-common';
import { OwnerFindingTotal } from '@internal/plugin-static-data-node';
import countBy from 'lodash/countBy';
import filter from 'lodash/filter';
import groupBy from 'lodash/groupBy';
import sumBy from 'lodash/sumBy';
import { NotificationPayload, TOPIC } from './alerts';
import { nameSource, ToldSource } from './ToldSource';

const TOLD_PREFIX = 'owner:';

const GROUP_PREFIX = 'group:default/';

/** What a sync has found and done that concerns one owner. */
export interface OwnerDigest {
  /** Entity ref. */
  owner: string;
  /** Findings that the sync has. */
  errors: number;
  warnings: number;
  /** Of those, the ones that the next sync has too unless somebody does something. */
  lasting: number;
  newErrors: number;
  newWarnings: number;
  fixed: number;
  /** Entities that were removed. */
  removed: number;
  /** Entities whose removal is held since this sync. */
  held: number;
}

/** Puts together what a sync has for each owner that it has something for. */
export function toOwnerDigests(
  sync: Pick<SyncHistoryRecord, 'id'>,
  totals: OwnerFindingTotal[],
  removed: Map<string, number>,
  heldRemovals: HeldRemoval[],
): OwnerDigest[] {
  const held = countBy(
    heldRemovals
      .filter(({ heldBySyncId }) => heldBySyncId === sync.id)
      .flatMap(({ owner }) => owner ?? []),
  );
  const totalsByOwner = groupBy(totals, 'owner');
  const owners = new Set([
    ...Object.keys(totalsByOwner),
    ...removed.keys(),
    ...Object.keys(held),
  ]);
  return [...owners].sort().map(owner => {
    const ofOwner = totalsByOwner[owner] ?? [];
    const open = ofOwner.filter(({ state }) => state !== 'fixed');
    const count = (counted: Partial<OwnerFindingTotal>) =>
      sumBy(filter(ofOwner, counted), 'count');
    const countOpen = (severity: 'error' | 'warning') =>
      count({ severity, state: 'new' }) + count({ severity, state: 'known' });
    return {
      owner,
      errors: countOpen('error'),
      warnings: countOpen('warning'),
      lasting: sumBy(open, 'lasting'),
      newErrors: count({ severity: 'error', state: 'new' }),
      newWarnings: count({ severity: 'warning', state: 'new' }),
      fixed: count({ state: 'fixed' }),
      removed: removed.get(owner) ?? 0,
      held: held[owner] ?? 0,
    };
  });
}

/** A digest of a sync that has nothing for an owner. */
export function emptyDigest(owner: string): OwnerDigest {
  return {
    owner,
    errors: 0,
    warnings: 0,
    lasting: 0,
    newErrors: 0,
    newWarnings: 0,
    fixed: 0,
    removed: 0,
    held: 0,
  };
}

/**
 * Whether there is something to tell an owner: not of findings that they know of.
 *
 * @param isToldOpen - whether they were last told that there are findings
 */
export function isWorthTelling(
  digest: OwnerDigest,
  isToldOpen: boolean,
): boolean {
  const { newErrors, newWarnings, fixed, removed, held, lasting } = digest;
  return (
    newErrors + newWarnings + fixed + removed + held > 0 ||
    // It was switched on after they were found, or the entities have got another owner.
    lasting > 0 !== isToldOpen
  );
}

/** Of a message or a place: enough to know what it is about. */
const MAX_LENGTH = 300;

/**
 * Says in one notification what a sync means for an owner. It replaces the one before about the same source.
 *
 * @param newFindings - the first of them
 */
export function describeDigest(
  source: ToldSource,
  sync: Pick<SyncHistoryRecord, 'id'>,
  digest: OwnerDigest,
  newFindings: RecordedFinding[],
): NotificationPayload {
  const { owner, newErrors, held } = digest;
  return {
    title: nameSource(source, toTitle(digest)),
    description: [...toSentences(digest), ...newFindings.map(toLine)].join(' '),
    severity: newErrors + held > 0 ? 'high' : 'normal',
    link: toPagePath(toPage(sync, digest)),
    topic: TOPIC,
    scope: `${TOPIC}:owner:${source.id}:${owner}`,
  };
}

/** The name by which the state of an owner is remembered. */
export function toToldName(owner: string): string {
  return `${TOLD_PREFIX}${owner}`;
}

/** The owner whose state goes by a name; undefined if it is something else's. */
export function fromToldName(name: string): string | undefined {
  return name.startsWith(TOLD_PREFIX)
    ? name.slice(TOLD_PREFIX.length)
    : undefined;
}

function toTitle(digest: OwnerDigest): string {
  const { owner, errors, warnings, fixed, removed, held } = digest;
  const name = nameOwner(owner);
  const findings = errors + warnings;
  if (findings > 0) {
    const verb = findings === 1 ? 'concerns' : 'concern';
    return `${pluralize(findings, 'finding')} ${verb} ${name}`;
  }
  if (held > 0) {
    return `${pluralize(held, 'removal')} of what ${name} owns ${
      held === 1 ? 'is' : 'are'
    } held back`;
  }
  if (removed > 0 && fixed === 0) {
    return `${pluralize(removed, 'entity', 'entities')} of ${name} ${
      removed === 1 ? 'was' : 'were'
    } removed from the catalog`;
  }
  return `No findings concern ${name} any more`;
}

function toSentences(digest: OwnerDigest): string[] {
  const { errors, warnings, newErrors, newWarnings, fixed } = digest;
  const { removed, held } = digest;
  const isNew = newErrors + newWarnings;
  const counts = [
    errors > 0 && pluralize(errors, 'error'),
    warnings > 0 && pluralize(warnings, 'warning'),
  ].filter(Boolean);
  const changes = [
    isNew > 0 && `${isNew} new`,
    fixed > 0 && `${fixed} fixed`,
  ].filter(Boolean);
  return [
    counts.length > 0 && `${counts.join(' and ')} now.`,
    changes.length > 0 && `${changes.join(', ')} in this sync.`,
    removed > 0 &&
      `${pluralize(
        removed,
        'entity was removed from the catalog',
        'entities were removed from the catalog',
      )}.`,
    held > 0 &&
      `${pluralize(
        held,
        'removal is held back, because it looks',
        'removals are held back, because they look',
      )} like an accident: restore what is missing in the source, or have the removal approved.`,
  ].filter(sentence => sentence !== false);
}

function toLine({ message, file, line }: RecordedFinding): string {
  const place = file === undefined ? '' : `${formatPlace(file, line)}: `;
  return `${truncate(`${place}${message}`, MAX_LENGTH)}.`;
}

/** Where the page shows it: what it has found that concerns the owner, or else what it has removed or held. */
function toPage(
  { id: syncId }: Pick<SyncHistoryRecord, 'id'>,
  digest: OwnerDigest,
): LinkedPage {
  const { owner, errors, warnings, fixed, removed, held } = digest;
  if (errors + warnings + fixed > 0) {
    return { syncId, tab: { tab: 'findings', owner } };
  }
  return removed + held > 0
    ? { syncId, tab: { tab: 'changes', change: held > 0 ? 'held' : 'removed' } }
    : { syncId };
}

/** As people call it: by its name, where that says enough. */
function nameOwner(owner: string): string {
  return owner.startsWith(GROUP_PREFIX)
    ? owner.slice(GROUP_PREFIX.length)
    : owner;
}
