import {
  listMissingFacts,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ConfigurationFacts } from '../common/ConfigurationFacts';
import { AbsoluteTime, Fact } from '../common/facts';
import { Foldable, SectionCard } from '../common/layout';
import { useWhyNoRun } from '../common/NextRun';

/** The configuration in force; folded away on a telephone. */
export function ConfigurationCard(props: {
  settings: Pick<
    SyncSettings,
    'configuration' | 'health' | 'steering' | 'applicationHostTypes'
  >;
}) {
  const { settings } = props;
  const { configuration } = settings;
  const { nextSync } = settings.health;
  const { t } = useStaticDataTranslation();
  const whyNot = useWhyNoRun(settings);
  const missing = listMissingFacts(
    configuration.hostType,
    settings.applicationHostTypes,
  );

  return (
    <SectionCard dense title={t('configuration.title')}>
      <Foldable title={configuration.repository}>
        <ConfigurationFacts configuration={configuration} layout="columns">
          <Fact label={t('configuration.nextRun')}>
            {nextSync && !whyNot ? <AbsoluteTime time={nextSync} /> : whyNot}
          </Fact>
          <Fact label={t('configuration.lastConfigUpdate')}>
            <AbsoluteTime time={configuration.lastConfigUpdate} />
          </Fact>
          {missing.length > 0 && (
            <Fact label={t('configuration.missing')}>
              {missing
                .map(fact => t(`configuration.missingFacts.${fact}`))
                .join(', ')}
            </Fact>
          )}
        </ConfigurationFacts>
      </Foldable>
    </SectionCard>
  );
}
