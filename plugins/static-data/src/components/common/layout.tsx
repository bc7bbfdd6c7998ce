import { InfoCard } from '@backstage/core-components';
import { StepProgress } from '@internal/plugin-static-data-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import Menu from '@material-ui/core/Menu';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles({
  section: {
    height: '100%',
  },
});

/** A section of the page: a region with a card whose title is a second-level heading. */
export function SectionCard(props: {
  title: string;
  action?: ReactNode;
  /** Whether the card is only as high as its content, and not as its place in a grid. */
  autoHeight?: boolean;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <section
      aria-label={props.title}
      className={props.autoHeight ? undefined : classes.section}
    >
      <InfoCard
        title={props.title}
        titleTypographyProps={{ component: 'h2' }}
        action={props.action}
        variant="fullHeight"
      >
        {props.children}
      </InfoCard>
    </section>
  );
}

/** A menu that opens below its button, not over it. */
export function DropDownMenu(props: {
  id: string;
  /** The button while the menu is open. */
  anchor: HTMLElement | undefined;
  onClose: () => void;
  children: ReactNode;
}) {
  const { id, anchor, onClose, children } = props;
  return (
    <Menu
      id={id}
      open={Boolean(anchor)}
      anchorEl={anchor}
      getContentAnchorEl={null}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      onClose={onClose}
    >
      {children}
    </Menu>
  );
}

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
