import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import SyncIcon from '@material-ui/icons/Sync';

const useStyles = makeStyles({
  link: {
    display: 'flex',
    alignItems: 'center',
    minHeight: 64,
    color: '#fff',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
  },
  icon: {
    display: 'flex',
    justifyContent: 'center',
    width: sidebarConfig.drawerWidthClosed,
    flexShrink: 0,
  },
  text: {
    fontSize: 20,
    fontWeight: 700,
    letterSpacing: 0.3,
  },
});

export const SidebarLogo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();

  return (
    <Link to="/" underline="none" className={classes.link} aria-label="Home">
      <span className={classes.icon}>
        <SyncIcon />
      </span>
      {isOpen && <span className={classes.text}>Static Data</span>}
    </Link>
  );
};
