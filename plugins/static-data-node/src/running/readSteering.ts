import { SourceSteering } from '@internal/plugin-static-data-common';
import { SourceSettings } from '../config/readSourceSettings';
import { SteeringStore } from './SteeringStore';

/**
 * How the syncs of a source are steered, with the maintenance windows of its configuration: an open one is a
 * pause, unless somebody has resumed the source since it opened.
 *
 * @returns also when the latest pause of a person has ended (ISO 8601, UTC), if the source is not paused
 * @public
 */
export async function readSteering(
  { steering }: { steering: Pick<SteeringStore, 'get'> },
  schedule: Pick<SourceSettings['schedule'], 'maintenance'>,
  now: Date,
): Promise<SourceSteering & { resumedAt?: string }> {
  const stored = await steering.get();
  const window = schedule.maintenance.findAt(now);
  if (stored.pause || !window) {
    return stored;
  }
  const { resumedAt } = stored;
  if (
    resumedAt !== undefined &&
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
