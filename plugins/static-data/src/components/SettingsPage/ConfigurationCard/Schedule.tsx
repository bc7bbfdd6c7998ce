import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { describeSchedule } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';

/** A schedule as it is configured, and in words. */
export function Schedule(props: { frequency: string }) {
  const { frequency } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
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
