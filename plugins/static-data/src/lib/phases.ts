import {
  RunningSync,
  SYNC_PHASES,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';

/**
 * Durations of the phases of a running sync, each once, in the order in which they began. A phase
 * may go on after another one: build files are read once the applications are known.
 */
export function timePhases(
  running: Pick<RunningSync, 'phase' | 'phaseStartTime' | 'phases'>,
  now: number,
): SyncPhaseTiming[] {
  const { phase, phaseStartTime, phases } = running;
  const spent = Math.max(0, now - Date.parse(phaseStartTime));
  const durations = new Map(
    phases.map(timing => [timing.phase, timing.durationMs]),
  );
  durations.set(phase, (durations.get(phase) ?? 0) + spent);
  return Array.from(durations, ([of, durationMs]) => ({
    phase: of,
    durationMs,
  }));
}

/**
 * How many phases a sync has reached: the number of the one that is furthest, so that it does not
 * count back when an earlier one goes on.
 */
export function countReachedPhases(phases: SyncPhaseTiming[]): number {
  const numbers = phases.map(({ phase }) => SYNC_PHASES.indexOf(phase) + 1);
  return Math.max(0, ...numbers);
}
