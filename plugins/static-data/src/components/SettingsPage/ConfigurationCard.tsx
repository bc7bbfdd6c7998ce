import { SyncConfiguration } from '@internal/plugin-static-data-common';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ConfigurationFacts } from '../common/ConfigurationFacts';
import { AbsoluteTime, Fact } from '../common/facts';
import { Foldable, SectionCard } from '../common/layout';

/** The configuration in force; folded away on a telephone. */
export function ConfigurationCard(props: {
  configuration: SyncConfiguration;
  nextSync: string | null;
}) {
  const { configuration, nextSync } = props;
  const { t } = useStaticDataTranslation();

  return (
    <SectionCard dense title={t('configuration.title')}>
      <Foldable title={configuration.repository}>
        <ConfigurationFacts configuration={configuration} layout="columns">
          <Fact label={t('configuration.nextRun')}>
            {nextSync ? (
              <AbsoluteTime time={nextSync} />
            ) : (
              t('configuration.none')
            )}
          </Fact>
          <Fact label={t('configuration.lastConfigUpdate')}>
            <AbsoluteTime time={configuration.lastConfigUpdate} />
          </Fact>
        </ConfigurationFacts>
      </Foldable>
    </SectionCard>
  );
}
