import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncConfiguration } from '@internal/plugin-static-data-common';
import { hasBranches } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { AbsoluteTime, Fact, FactList, SectionCard } from '../../common';
import { Schedule } from './Schedule';

/** Where the data comes from, and when. */
export function ConfigurationCard(props: {
  configuration: SyncConfiguration;
  nextSync: string | null;
}) {
  const { configuration, nextSync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);

  return (
    <SectionCard title={t('configuration.title')}>
      <FactList>
        <Fact label={t('configuration.repository')}>
          {configuration.url ? (
            <Link to={configuration.url}>{configuration.repository}</Link>
          ) : (
            configuration.repository
          )}
        </Fact>
        {hasBranches(configuration) && (
          <Fact label={t('configuration.branch')}>{configuration.branch}</Fact>
        )}
        <Fact label={t('configuration.schedule')}>
          <Schedule frequency={configuration.scheduleFrequency} />
        </Fact>
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
      </FactList>
    </SectionCard>
  );
}
