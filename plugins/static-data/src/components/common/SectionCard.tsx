import { InfoCard } from '@backstage/core-components';
import { ReactNode } from 'react';

/** A section of the page: a card whose title is a second-level heading. */
export function SectionCard(props: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <InfoCard
      title={props.title}
      titleTypographyProps={{ component: 'h2' }}
      action={props.action}
      variant="fullHeight"
    >
      {props.children}
    </InfoCard>
  );
}
