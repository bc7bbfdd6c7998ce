import { usePermission } from '@backstage/plugin-permission-react';
import {
  staticDataSyncOverridePermission,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import { useStaticDataTranslation } from './useStaticDataTranslation';

type BasicPermission = Extract<
  Parameters<typeof usePermission>[0]['permission'],
  { type: 'basic' }
>;

/** Whether the reader has a permission, and if not, why not. */
export interface Access {
  allowed: boolean;
  /** Absent while it is being found out, and if the reader has the permission. */
  refusal?: {
    /** Whether the reader lacks the permission; otherwise nobody could be asked. */
    denied: boolean;
    /** Says so in words. */
    message: string;
  };
}

/**
 * Asks whether the reader has a permission, and asks again while that cannot be found out: a lost
 * connection is no refusal.
 *
 * @param deniedMessage - what to tell a reader who lacks the permission
 */
export function useAccess(
  permission: BasicPermission,
  deniedMessage: string,
): Access {
  const { t, describeError } = useStaticDataTranslation();
  const { loading, allowed, error } = usePermission({ permission });
  if (loading || allowed) {
    return { allowed };
  }
  return {
    allowed,
    refusal: {
      denied: !error,
      message: error
        ? t('error.accessUnknown', { message: describeError(error) })
        : deniedMessage,
    },
  };
}

/** Whether the reader may start syncs. */
export function useRefreshAccess(): Access {
  const { t } = useStaticDataTranslation();
  return useAccess(
    staticDataSyncRefreshPermission,
    t('actions.noPermission', {
      permission: staticDataSyncRefreshPermission.name,
    }),
  );
}

/** Whether the reader may decide against what syncs would do by themselves. */
export function useOverrideAccess(): Access {
  const { t } = useStaticDataTranslation();
  return useAccess(
    staticDataSyncOverridePermission,
    t('sources.noPermission', {
      permission: staticDataSyncOverridePermission.name,
    }),
  );
}
