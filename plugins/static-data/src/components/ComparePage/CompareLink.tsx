import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import CompareArrowsIcon from '@material-ui/icons/CompareArrows';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { compareRouteRef } from '../../routes';

const useStyles = makeStyles(theme => ({
  // on the header, as its title
  root: { color: theme.page.fontColor },
}));

/** Leads from every page of the plugin to the comparison of two syncs. */
export const CompareLink = () => {
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const toCompare = useRouteRef(compareRouteRef);
  return (
    <LinkButton
      role="link"
      className={classes.root}
      to={toCompare()}
      startIcon={<CompareArrowsIcon />}
    >
      {t('comparePage.title')}
    </LinkButton>
  );
};
