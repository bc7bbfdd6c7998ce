import { SyncConfiguration } from '@internal/plugin-static-data-common';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ConfigurationFacts } from '../common/ConfigurationFacts';
import { AbsoluteTime, Fact } from '../common/facts';
import { SectionCard } from '../common/layout';

export function ConfigurationCard(props: {
  configuration: SyncConfiguration;
  nextSync: string | null;
}) {
  const { configuration, nextSync } = props;
  const { t } = useStaticDataTranslation();

  return (
    <SectionCard title={t('configuration.title')}>
      <ConfigurationFacts configuration={configuration}>
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
    </SectionCard>
  );
}
