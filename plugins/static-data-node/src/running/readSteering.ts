import { SourceSettings } from '../config/readSourceSettings';
import { SteeringStore, StoredSteering } from './SteeringStore';

/**
 * How the syncs of a source are steered, with the maintenance windows of its configuration: an open one is a
 * pause, unless somebody has resumed the source since it opened.
 *
 * @public
 */
export async function readSteering(
  { steering }: { steering: Pick<SteeringStore, 'get'> },
  schedule: Pick<SourceSettings['schedule'], 'maintenance'>,
  now: Date,
): Promise<StoredSteering> {
  const stored = await steering.get();
  const window = schedule.maintenance.findAt(now);
  if (stored.pause || !window) {
    return stored;
  }
  const { resumedAt, resumedBy } = stored;
  if (
    resumedAt !== undefined &&
    resumedBy !== undefined &&
    Date.parse(resumedAt) >= window.since.getTime()
  ) {
    return stored;
  }
  return {
    ...stored,
    pause: {
      pausedBy: null,
      since: window.since.toISOString(),
      until: window.until.toISOString(),
      reason: window.reason,
    },
  };
}
