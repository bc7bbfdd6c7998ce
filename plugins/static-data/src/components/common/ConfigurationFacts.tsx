import { SyncConfigSnapshot } from '@internal/plugin-static-data-common';
import { ReactNode } from 'react';
import useAsync from 'react-use/esm/useAsync';
import {
  describeCron,
  describeCronIn,
  MANUAL_FREQUENCY,
} from '../../lib/schedule';
import { branchUrl, hasBranches } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Fact, FactList } from './facts';
import { WebLink } from './links';

/** The source of syncs, their schedule, and any further facts. */
export function ConfigurationFacts(props: {
  configuration: SyncConfigSnapshot;
  layout?: 'rows' | 'columns';
  children?: ReactNode;
}) {
  const { configuration } = props;
  const { repository, branch, url, scheduleFrequency } = configuration;
  const { t } = useStaticDataTranslation();
  return (
    <FactList layout={props.layout}>
      <Fact label={t('configuration.repository')}>
        <WebLink to={url}>{repository}</WebLink>
      </Fact>
      {hasBranches(configuration) && (
        <Fact label={t('configuration.branch')}>
          <WebLink to={branchUrl(configuration)}>{branch}</WebLink>
        </Fact>
      )}
      <Fact label={t('configuration.schedule')}>
        <Schedule frequency={scheduleFrequency} />
      </Fact>
      {props.children}
    </FactList>
  );
}

function Schedule(props: { frequency?: string }) {
  const { frequency } = props;
  const { t } = useStaticDataTranslation();
  if (!frequency) {
    return <>{t('configuration.none')}</>;
  }
  return frequency === MANUAL_FREQUENCY ? (
    <>{t('configuration.manual')}</>
  ) : (
    <>
      <code>{frequency}</code> <ScheduleInWords frequency={frequency} />
    </>
  );
}

/** A schedule in words: a cron expression, or an interval as an ISO 8601 duration. */
function ScheduleInWords(props: { frequency: string }) {
  const { frequency } = props;
  const { t, locale, describeInterval } = useStaticDataTranslation();
  const interval = describeInterval(frequency);
  if (interval) {
    return <>({t('configuration.every', { interval })})</>;
  }
  return locale.startsWith('en') ? (
    <Words>{describeCron(frequency)}</Words>
  ) : (
    <TranslatedCron expression={frequency} locale={locale} />
  );
}

function TranslatedCron(props: { expression: string; locale: string }) {
  const { expression, locale } = props;
  const { value } = useAsync(
    () => describeCronIn(locale, expression),
    [locale, expression],
  );
  return <Words>{value}</Words>;
}

function Words(props: { children?: string }) {
  return props.children ? <>({props.children})</> : null;
}
