import { SyncStepTiming } from '@internal/plugin-static-data-common';
import { useStepWords } from '../../common';
import { DurationBars, Span } from './DurationBars';

/** The steps of a sync, one after the other. */
export function PhaseTimeline(props: { steps: SyncStepTiming[] }) {
  const words = useStepWords();
  let offsetMs = 0;
  const spans = props.steps.map(({ step, durationMs }): Span => {
    const span = { label: words[step], durationMs, offsetMs };
    offsetMs += durationMs;
    return span;
  });
  return <DurationBars spans={spans} totalMs={offsetMs} />;
}
