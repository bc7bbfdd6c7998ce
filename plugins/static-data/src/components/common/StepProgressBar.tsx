import { StepProgress } from '@internal/plugin-static-data-common';
import LinearProgress from '@material-ui/core/LinearProgress';

/** How far a step has come: as a share where it counts, else only that it goes on. */
export function StepProgressBar(props: {
  label: string;
  progress?: StepProgress;
}) {
  const { label, progress } = props;
  const isCounted = progress !== undefined && progress.total > 0;
  return (
    <LinearProgress
      aria-label={label}
      {...(isCounted && {
        variant: 'determinate',
        value: Math.min(100, (100 * progress.done) / progress.total),
      })}
    />
  );
}
