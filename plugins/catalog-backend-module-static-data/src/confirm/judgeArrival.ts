import { ANNOTATION_LOCATION, Entity } from '@backstage/catalog-model';
import { AlphaEntity } from '@backstage/catalog-model/alpha';
import {
  ANNOTATION_SOURCE,
  listFirst,
} from '@internal/plugin-static-data-common';
import {
  ArrivalFinding,
  PendingChange,
} from '@internal/plugin-static-data-node';
import {
  ANNOTATION_CHECKSUM,
  ANNOTATION_VERSION,
  isFromSource,
  SentSource,
} from '../apply/sentVersion';
import { compareVersions } from './compareVersions';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How long the catalog may refuse a change before it has failed. The catalog
 * (@backstage/plugin-catalog-backend 4.0.0) retries every two minutes, so a temporary problem is
 * over by then.
 */
export const REFUSAL_LIMIT_MS = 30 * MINUTE_MS;

/**
 * How long the catalog may take to show a change before it has failed. With slow processors and
 * a hundred thousand entities it needs hours to process each of them.
 */
export const ARRIVAL_LIMIT_MS = 6 * HOUR_MS;

/** The type of the status items in which the catalog shows its processing errors. */
const PROCESSING_STATUS_TYPE = 'backstage.io/catalog-processing';

const MAX_NAMED_FIELDS = 3;

/** They differ whenever anything does. */
const VERSION_POINTERS = [
  ANNOTATION_SOURCE,
  ANNOTATION_CHECKSUM,
  ANNOTATION_VERSION,
].map(name => `/metadata/annotations/${name.replace('/', '~1')}`);

/** What the catalog shows for a change that was sent to it. */
export interface Look {
  change: PendingChange;
  /** The version that was sent; undefined for a removal. */
  sent?: Entity;
  /** The version before; undefined where the entity is new. */
  previous?: Entity;
  /** What the catalog shows under the entity ref. */
  shown?: Entity;
  /** The source that sent the change. */
  known: SentSource;
  /** How long the catalog has had to process the change. */
  ageMs: number;
}

export interface Arrival extends Pick<ArrivalFinding, 'status' | 'reason'> {
  /** Whether the catalog has refused the change, rather than not processed it yet. */
  isRefused?: boolean;
}

/** Says that the catalog could not process an entity, in the words of its errors. */
export function describeErrors(errors: string[]): string {
  return `The catalog could not process it: ${errors.join('; ')}`;
}

/** Says that the catalog has an entity from another source. */
export function describeConflict(otherSource: string): string {
  return `The catalog has this entity from another source: ${otherSource}`;
}

/** What keeps a change from having arrived. */
interface Obstacle {
  /** Undefined where the catalog only needs more time. */
  reason?: string;
  /** Whether the catalog will not accept the change unless something else changes. */
  isRefusal: boolean;
}

/**
 * Decides whether a change that was sent to the catalog has arrived: everything in the version
 * that was sent is shown; or the removed entity is gone, or now belongs to another source.
 *
 * A pending change has a reason only where the catalog needs more than time.
 */
export function judgeArrival(look: Look): Arrival {
  const obstacle =
    look.change.change === 'removed'
      ? findObstacleToRemoval(look)
      : findObstacleToVersion(look);
  if (!obstacle) {
    return { status: 'confirmed' };
  }
  const { reason, isRefusal } = obstacle;
  if (look.ageMs < (isRefusal ? REFUSAL_LIMIT_MS : ARRIVAL_LIMIT_MS)) {
    return { status: 'pending', reason, isRefused: isRefusal };
  }
  return {
    status: 'failed',
    reason: reason ?? describeTimeout(look),
    isRefused: isRefusal,
  };
}

function findObstacleToRemoval({ shown, known }: Look): Obstacle | undefined {
  return shown && isFromSource(shown, known) ? { isRefusal: false } : undefined;
}

function findObstacleToVersion(look: Look): Obstacle | undefined {
  const { change, sent, previous, shown, known } = look;
  if (!shown) {
    // Without an entity to show it on, the catalog reports an error only in its events.
    return { reason: change.reason, isRefusal: change.reason !== undefined };
  }
  const differing = sent ? compareVersions(sent, shown, previous) : [];
  if (sent && differing.length === 0) {
    return undefined;
  }
  if (!isFromSource(shown, known)) {
    const { [ANNOTATION_LOCATION]: location = 'unknown' } =
      shown.metadata.annotations ?? {};
    return { reason: describeConflict(location), isRefusal: true };
  }
  const errors = listProcessingErrors(shown);
  if (errors.length > 0) {
    return { reason: describeErrors(errors), isRefusal: true };
  }
  const told = differing.filter(path => !VERSION_POINTERS.includes(path));
  const fields = listFirst(
    told.length > 0 ? told : differing,
    MAX_NAMED_FIELDS,
  );
  const reason = `The catalog still shows another version, which differs in ${fields}`;
  return { isRefusal: false, ...(differing.length > 0 && { reason }) };
}

function listProcessingErrors({ status }: AlphaEntity): string[] {
  return (status?.items ?? [])
    .filter(
      ({ type, level }) => type === PROCESSING_STATUS_TYPE && level === 'error',
    )
    .map(({ message }) => message);
}

function describeTimeout({ change }: Look): string {
  const hours = ARRIVAL_LIMIT_MS / HOUR_MS;
  return change.change === 'removed'
    ? `The catalog still showed it after ${hours} hours`
    : `The catalog did not show it within ${hours} hours`;
}
