import { RelatedComponent } from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { useLoader } from '../../hooks/useLoader';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { hasStatus } from '../../lib/errors';
import { Fact, FactList } from './facts';
import { useFirstItems } from './layout';
import { EntityLink } from './links';
import { LoadAlert } from './loading';

const COLLAPSED_LENGTH = 5;

/** Who consumes an API, and so has to know of its change; as of now, also for older changes. */
export function ApiConsumers(props: { entityRef: string }) {
  const { entityRef } = props;
  const { t } = useStaticDataTranslation();
  const loader = useLoader(api => api.getApiConsumers(entityRef), [entityRef]);
  const { value, error } = loader;
  if (error && !value && !hasStatus(error, 404)) {
    return <LoadAlert loader={loader} />;
  }
  return value || error ? (
    <FactList>
      <Fact label={t('consumers.title')}>
        <ConsumerList consumers={value?.consumers ?? []} />
      </Fact>
    </FactList>
  ) : null;
}

function ConsumerList(props: { consumers: RelatedComponent[] }) {
  const { consumers } = props;
  const { t } = useStaticDataTranslation();
  const { listId, shown, button } = useFirstItems(consumers, {
    length: COLLAPSED_LENGTH,
  });
  if (consumers.length === 0) {
    return <>{t('consumers.none')}</>;
  }
  return (
    <>
      <span id={listId}>
        {shown.map(({ entityRef, owner }, index) => (
          <span key={entityRef}>
            {index > 0 && ', '}
            <EntityLink entityRef={entityRef} />
            {owner && (
              <Typography
                variant="body2"
                component="span"
                color="textSecondary"
              >
                {' ('}
                <EntityLink entityRef={owner} />)
              </Typography>
            )}
          </span>
        ))}
      </span>{' '}
      {button}
    </>
  );
}
