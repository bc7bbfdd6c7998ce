import { InfoCard } from '@backstage/core-components';
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
