import { SyncConfigSnapshot } from '@internal/plugin-static-data-common';
import { describeSchedule } from '../../lib/formatting';
import { useStaticDataTranslation } from '../../translation';
import { Fact, FactList } from '../common/facts';
import { WebLink } from '../common/links';

export function ConfigurationTab(props: { configuration: SyncConfigSnapshot }) {
  const { repository, branch, url, scheduleFrequency } = props.configuration;
  const { t } = useStaticDataTranslation();
  return (
    <FactList>
      <Fact label={t('configuration.repository')}>
        <WebLink to={url}>{repository}</WebLink>
      </Fact>
      <Fact label={t('configuration.branch')}>{branch}</Fact>
      <Fact label={t('configuration.schedule')}>
        {scheduleFrequency ? (
          <Schedule frequency={scheduleFrequency} />
        ) : (
          t('configuration.none')
        )}
      </Fact>
    </FactList>
  );
}

function Schedule(props: { frequency: string }) {
  const { frequency } = props;
  const words = describeSchedule(frequency)?.words;
  return (
    <>
      <code>{frequency}</code> {words && `(${words})`}
    </>
  );
}
