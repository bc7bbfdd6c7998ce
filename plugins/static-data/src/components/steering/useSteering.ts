import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import { SyncSource } from '@internal/plugin-static-data-common';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { StaticDataApi, staticDataApiRef } from '../../api/StaticDataApi';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { hasStatus } from '../../lib/errors';

/** What has to be known of a source to steer it. */
export type SteeredSource = Pick<
  SyncSource,
  'id' | 'steering' | 'configuration' | 'runningSync'
>;

export interface SteeringHandlers {
  /** Reads how the source is steered again. */
  reload: () => Promise<void>;
  /** Called with the id of the sync that carries it out, where there is one. */
  onRequested?: (syncId: string) => void;
  onClose: () => void;
}

/** Submits what a dialog asks for, and closes it; if that is not possible any more, says so and shows how things are. */
export function useSteering(
  send: (api: StaticDataApi) => Promise<{ syncId?: string }>,
  { reload, onRequested, onClose }: SteeringHandlers,
) {
  const api = useApi(staticDataApiRef);
  const { t, describeError } = useStaticDataTranslation();
  const [{ loading, error }, submit] = useAsyncFn(async () => {
    let answer;
    try {
      answer = await send(api);
    } catch (sendError) {
      if (hasStatus(toError(sendError), 409)) {
        await reload();
      }
      throw sendError;
    }
    await reload();
    onClose();
    if (answer.syncId) {
      onRequested?.(answer.syncId);
    }
  }, [api, send, reload, onRequested, onClose]);

  let words: string | undefined;
  if (error && !loading) {
    const message = describeError(error);
    words = hasStatus(error, 409)
      ? t('steering.conflict', { message })
      : t('steering.failed', { message });
  }
  return { busy: loading, error: words, submit };
}
