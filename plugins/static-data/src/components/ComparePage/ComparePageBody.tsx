import { Content, Progress } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Typography from '@material-ui/core/Typography';
import { useSyncsToCompare, useUrlParameter } from '../../hooks';
import { staticDataTranslationRef } from '../../translation';
import { LoadError } from '../common';
import { NetChanges } from './NetChanges';
import { SyncPicker } from './SyncPicker';

/** The page that compares syncs without its header. */
export function ComparePageBody() {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const [fromId] = useUrlParameter('from');
  const [toId] = useUrlParameter('to');
  const { syncs, error, reload } = useSyncsToCompare({
    from: fromId,
    to: toId,
  });

  if (error) {
    return (
      <Content>
        <LoadError error={error} onRetry={reload} />
      </Content>
    );
  }
  if (!syncs) {
    return (
      <Content>
        <Progress aria-label={t('comparePage.loading')} />
      </Content>
    );
  }
  const from = syncs.find(({ id }) => id === fromId);
  const to = syncs.find(({ id }) => id === toId);
  return (
    <Content>
      <SyncPicker syncs={syncs} fromId={from?.id ?? ''} toId={to?.id ?? ''} />
      {from && to ? (
        <NetChanges key={`${from.id} ${to.id}`} from={from} to={to} />
      ) : (
        <Typography>
          {(fromId && !from) || (toId && !to)
            ? t('comparePage.unknown')
            : t('comparePage.chooseTwo')}
        </Typography>
      )}
    </Content>
  );
}
