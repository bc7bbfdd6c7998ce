import { Header, Page } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { staticDataTranslationRef } from '../../translation';
import { SettingsPageBody } from './SettingsPageBody';

/** The whole page, for apps that do not draw the header of a page themselves. */
export const StaticDataSettingsPage = () => {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <Page themeId="tool">
      <Header
        title={t('page.title')}
        pageTitleOverride={t('page.documentTitle')}
        subtitle={t('page.subtitle')}
      />
      <SettingsPageBody />
    </Page>
  );
};
