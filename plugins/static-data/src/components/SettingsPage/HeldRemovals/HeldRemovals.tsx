import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useHeldRemovals } from '../../../hooks';
import { staticDataTranslationRef } from '../../../translation';
import { RetryAlert } from '../../common';
import { ApprovedNotice } from './ApprovedNotice';
import { HeldBanner } from './HeldBanner';

/** The removals that are held back, if there are any, and those that were let through. */
export function HeldRemovals(props: {
  /** Changes whenever a sync has ended. */
  refreshKey: string;
  /** Whether a sync runs or is awaited. */
  syncing: boolean;
  onSync: () => void;
}) {
  const { refreshKey, syncing, onSync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const { heldRemovals, error, reload, approve } = useHeldRemovals(refreshKey);
  const held = heldRemovals.filter(({ approvedBy }) => !approvedBy);
  const approved = heldRemovals.filter(({ approvedBy }) => approvedBy);

  return (
    <>
      {error && (
        <RetryAlert onRetry={reload}>
          {t('heldRemovals.loadFailed', { message: error.message })}
        </RetryAlert>
      )}
      {held.length > 0 && (
        <HeldBanner heldRemovals={held} onApprove={approve} />
      )}
      {approved.length > 0 && (
        <ApprovedNotice approved={approved} syncing={syncing} onSync={onSync} />
      )}
    </>
  );
}
