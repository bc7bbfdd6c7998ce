import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import CompareArrowsIcon from '@material-ui/icons/CompareArrows';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { compareRouteRef } from '../../routes';

/** Leads from every page of the plugin to the comparison of two syncs; in the colour of the header it is on. */
export const CompareLink = () => {
  const { t } = useStaticDataTranslation();
  const toCompare = useRouteRef(compareRouteRef);
  return (
    <LinkButton
      role="link"
      color="inherit"
      to={toCompare()}
      startIcon={<CompareArrowsIcon />}
    >
      {t('comparePage.title')}
    </LinkButton>
  );
};
