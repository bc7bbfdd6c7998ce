import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncLogLevel } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useState } from 'react';
import { staticDataApiRef } from '../../../api';
import { saveFile } from '../../../lib/saveFile';
import { staticDataTranslationRef } from '../../../translation';
import { RetryAlert } from '../../common';

/** Saves the whole log of a sync as a text file. */
export function DownloadButton(props: { syncId: string; level: SyncLogLevel }) {
  const { syncId, level } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const api = useApi(staticDataApiRef);
  const [error, setError] = useState<Error>();

  const download = async () => {
    setError(undefined);
    try {
      const log = await api.downloadLog(syncId, { level });
      saveFile(log, `sync-${syncId}.log`);
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    }
  };

  return (
    <>
      <Button variant="outlined" startIcon={<GetAppIcon />} onClick={download}>
        {t('syncPage.download')}
      </Button>
      {error && (
        <RetryAlert onRetry={download}>
          {t('syncPage.downloadFailed', { message: error.message })}
        </RetryAlert>
      )}
    </>
  );
}
