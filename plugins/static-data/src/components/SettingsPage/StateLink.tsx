import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import HistoryIcon from '@material-ui/icons/History';
import { useSourceId } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { stateRouteRef } from '../../routes';
import { useIsNarrow } from '../common/layout';

/** Leads to what the catalog had at any time from the source that the page is about; nothing if it is about several. */
export function StateLink(props: {
  /** One of the syncs of the page. */
  sync: SyncHistoryRecord | undefined;
}) {
  const { t } = useStaticDataTranslation();
  const sourceId = useSourceId(props.sync);
  const toState = useRouteRef(stateRouteRef);
  const isNarrow = useIsNarrow();
  if (!sourceId) {
    return null;
  }
  const title = t('statePage.title');
  return (
    <LinkButton
      role="link"
      to={toState({ sourceId })}
      aria-label={title}
      title={isNarrow ? title : undefined}
      startIcon={isNarrow ? undefined : <HistoryIcon />}
    >
      {/* a telephone has no room for words */}
      {isNarrow ? <HistoryIcon /> : title}
    </LinkButton>
  );
}
