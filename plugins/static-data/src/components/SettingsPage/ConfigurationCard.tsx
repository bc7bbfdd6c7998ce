import { SyncConfiguration } from '@internal/plugin-static-data-common';
import { describeSchedule } from '../../lib/formatting';
import { hasBranches } from '../../lib/source';
import { useStaticDataTranslation } from '../../translation';
import { AbsoluteTime, Fact, FactList } from '../common/facts';
import { SectionCard } from '../common/layout';
import { WebLink } from '../common/links';

export function ConfigurationCard(props: {
  configuration: SyncConfiguration;
  nextSync: string | null;
}) {
  const { configuration, nextSync } = props;
  const { t } = useStaticDataTranslation();

  return (
    <SectionCard title={t('configuration.title')}>
      <FactList>
        <Fact label={t('configuration.repository')}>
          <WebLink to={configuration.url}>{configuration.repository}</WebLink>
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

function Schedule(props: { frequency: string }) {
  const { frequency } = props;
  const { t } = useStaticDataTranslation();
  const description = describeSchedule(frequency);
  if (!description) {
    return <code>{frequency}</code>;
  }
  const words =
    description.type === 'interval'
      ? t('configuration.everyInterval', { interval: description.words })
      : description.words;
  return (
    <>
      <code>{frequency}</code> ({words})
    </>
  );
}
