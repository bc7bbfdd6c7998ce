import { SyncConfigSnapshot } from '@internal/plugin-static-data-common';
import { ReactNode } from 'react';
import { describeSchedule } from '../../lib/formatting';
import { hasBranches } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Fact, FactList } from './facts';
import { WebLink } from './links';

/** The source of syncs, their schedule, and any further facts. */
export function ConfigurationFacts(props: {
  configuration: SyncConfigSnapshot;
  children?: ReactNode;
}) {
  const { configuration } = props;
  const { repository, branch, url, scheduleFrequency } = configuration;
  const { t } = useStaticDataTranslation();
  const schedule = scheduleFrequency && describeSchedule(scheduleFrequency);
  return (
    <FactList>
      <Fact label={t('configuration.repository')}>
        <WebLink to={url}>{repository}</WebLink>
      </Fact>
      {hasBranches(configuration) && (
        <Fact label={t('configuration.branch')}>{branch}</Fact>
      )}
      <Fact label={t('configuration.schedule')}>
        {scheduleFrequency ? (
          <>
            <code>{scheduleFrequency}</code> {schedule && `(${schedule})`}
          </>
        ) : (
          t('configuration.none')
        )}
      </Fact>
      {props.children}
    </FactList>
  );
}
