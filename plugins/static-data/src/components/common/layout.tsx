import { InfoCard } from '@backstage/core-components';
import { PhaseProgress } from '@internal/plugin-static-data-common';
import Button, { ButtonProps } from '@material-ui/core/Button';
import Grid from '@material-ui/core/Grid';
import LinearProgress from '@material-ui/core/LinearProgress';
import ListItemText from '@material-ui/core/ListItemText';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles, Theme } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { ReactNode, useId, useState } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useDirectionStyles } from './styles';

const useStyles = makeStyles(theme => ({
  section: { height: '100%' },
  // a telephone has no room for it in one line
  menuItem: { whiteSpace: 'normal' },
  dense: {
    padding: theme.spacing(1, 2),
    '& h2': theme.typography.h6,
    '& [class*="MuiCardHeader-action"]': {
      margin: 0,
      alignSelf: 'center',
      ...theme.typography.body2,
    },
  },
  denseContent: {
    padding: theme.spacing(1.5, 2),
    '&:last-child': { paddingBottom: theme.spacing(1.5) },
  },
  folded: theme.typography.body2,
  sections: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    minWidth: 0,
    [theme.breakpoints.down('xs')]: { gap: theme.spacing(0.75) },
  },
}));

/** The sections of a page, one below the other. */
export function Sections(props: { children: ReactNode }) {
  const classes = useStyles();
  return <div className={classes.sections}>{props.children}</div>;
}

/** A section of the page: a region with a card whose title is a second-level heading. */
export function SectionCard(props: {
  title: string;
  action?: ReactNode;
  /** Whether the card is as high as its content, instead of filling its grid cell. */
  autoHeight?: boolean;
  /** Whether its head is as low as that of one of many cards should be. */
  dense?: boolean;
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
        headerProps={props.dense ? { className: classes.dense } : undefined}
        cardClassName={props.dense ? classes.denseContent : undefined}
        variant="fullHeight"
      >
        {props.children}
      </InfoCard>
    </section>
  );
}

/** Whether the page is as narrow as a telephone. */
export function useIsNarrow(): boolean {
  return useMediaQuery<Theme>(theme => theme.breakpoints.down('xs'), {
    noSsr: true,
  });
}

/** What has a place of its own on a wide page, and is folded away on a telephone. */
export function Foldable(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  return useIsNarrow() ? (
    <details className={classes.folded}>
      <summary>{props.title}</summary>
      {props.children}
    </details>
  ) : (
    <div>{props.children}</div>
  );
}

/** A button that opens a menu below it, not over it. */
export function MenuButton(
  props: Omit<ButtonProps, 'onClick'> & {
    items: Array<{
      primary: string;
      secondary?: string;
      onClick: () => void;
    }>;
  },
) {
  const { items, ...button } = props;
  const classes = useStyles();
  const direction = useDirectionStyles();
  const menuId = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      <Button
        {...button}
        aria-haspopup="menu"
        aria-controls={anchor && menuId}
        onClick={event => setAnchor(event.currentTarget)}
      />
      <Menu
        id={menuId}
        className={direction.root}
        open={Boolean(anchor)}
        anchorEl={anchor}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        onClose={() => setAnchor(undefined)}
      >
        {items.map(({ primary, secondary, onClick }) => (
          <MenuItem
            key={primary}
            className={classes.menuItem}
            onClick={() => {
              setAnchor(undefined);
              onClick();
            }}
          >
            <ListItemText primary={primary} secondary={secondary} />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

/**
 * The first items of a list and, if there are more, a button that shows them all. The list
 * element takes `listId` as its id.
 */
export function useFirstItems<T>(
  items: T[],
  options: {
    length: number;
    /** The button's accessible name, if its text is ambiguous out of context. */
    describe?: (expanded: boolean) => string;
  },
) {
  const { length, describe } = options;
  const { t, formatCount } = useStaticDataTranslation();
  const listId = useId();
  const [expanded, setExpanded] = useState(false);
  return {
    listId,
    shown: expanded ? items : items.slice(0, length),
    expanded,
    button: items.length > length && (
      <Button
        size="small"
        color="inherit"
        aria-expanded={expanded}
        aria-controls={listId}
        aria-label={describe?.(expanded)}
        onClick={() => setExpanded(!expanded)}
      >
        {expanded
          ? t('findings.showFewer')
          : t('findings.showAll', { total: formatCount(items.length) })}
      </Button>
    ),
  };
}

/** A titled column of a section; columns stack on small screens. */
export function Column(props: {
  title: string;
  /** Whether it is folded away on a telephone. */
  foldable?: boolean;
  children: ReactNode;
}) {
  const { title, foldable, children } = props;
  const isNarrow = useIsNarrow();
  return (
    <Grid item xs={12} md={6} lg={4}>
      {foldable && isNarrow ? (
        <Foldable title={title}>{children}</Foldable>
      ) : (
        <>
          <Typography variant="subtitle2" component="h3" gutterBottom>
            {title}
          </Typography>
          {children}
        </>
      )}
    </Grid>
  );
}

/** The progress of a phase; indeterminate for a phase that counts nothing. */
export function StepProgressBar(props: {
  label: string;
  progress?: PhaseProgress;
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
