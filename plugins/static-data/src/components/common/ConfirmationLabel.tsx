import {
  StatusAborted,
  StatusError,
  StatusOK,
  StatusPending,
} from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ConfirmationStatus } from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../translation';
import { IconLabel } from './StatusLabel';

const ICONS = {
  pending: StatusPending,
  confirmed: StatusOK,
  failed: StatusError,
  superseded: StatusAborted,
};

/** The words for where a change is on its way into the catalog. */
export function useConfirmationWords(): Record<ConfirmationStatus, string> {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return {
    pending: t('changeList.pending'),
    confirmed: t('changeList.confirmed'),
    failed: t('changeList.failed'),
    superseded: t('changeList.superseded'),
  };
}

/** Where a change is on its way into the catalog. */
export function ConfirmationLabel(props: { status: ConfirmationStatus }) {
  const { status } = props;
  const words = useConfirmationWords();
  return <IconLabel icon={ICONS[status]}>{words[status]}</IconLabel>;
}
