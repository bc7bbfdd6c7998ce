import { SyncConfigSnapshot } from '@internal/plugin-static-data-common';
import { describeSchedule } from '../../lib/formatting';
import { hasBranches } from '../../lib/source';
import { useStaticDataTranslation } from '../../translation';
import { Fact } from './facts';
import { WebLink } from './links';

/** The source of syncs, and their schedule. */
export function ConfigurationFacts(props: {
  configuration: SyncConfigSnapshot;
}) {
  const { configuration } = props;
  const { repository, branch, url, scheduleFrequency } = configuration;
  const { t } = useStaticDataTranslation();
  return (
    <>
      <Fact label={t('configuration.repository')}>
        <WebLink to={url}>{repository}</WebLink>
      </Fact>
      {hasBranches(configuration) && (
        <Fact label={t('configuration.branch')}>{branch}</Fact>
      )}
      <Fact label={t('configuration.schedule')}>
        {scheduleFrequency ? (
          <Schedule frequency={scheduleFrequency} />
        ) : (
          t('configuration.none')
        )}
      </Fact>
    </>
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
