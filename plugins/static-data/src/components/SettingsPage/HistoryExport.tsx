import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import CircularProgress from '@material-ui/core/CircularProgress';
import MenuItem from '@material-ui/core/MenuItem';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useCallback, useId, useState } from 'react';
import { staticDataApiRef, SyncHistoryFilters } from '../../api/StaticDataApi';
import { saveFile } from '../../lib/saveFile';
import { staticDataTranslationRef } from '../../translation';
import { DropDownMenu } from '../common/layout';

/** Takes the syncs that the filters choose along as a file. */
export function ExportMenu(props: {
  exporting: boolean;
  disabled: boolean;
  onExport: (format: 'csv' | 'json') => void;
}) {
  const { exporting, disabled, onExport } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const menuId = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();

  const choose = (format: 'csv' | 'json') => {
    setAnchor(undefined);
    onExport(format);
  };

  return (
    <>
      <Button
        aria-haspopup="menu"
        aria-controls={anchor && menuId}
        disabled={disabled || exporting}
        onClick={event => setAnchor(event.currentTarget)}
        startIcon={
          exporting ? (
            <CircularProgress size={16} color="inherit" aria-hidden />
          ) : (
            <GetAppIcon aria-hidden />
          )
        }
      >
        {exporting ? t('export.exporting') : t('export.title')}
      </Button>
      <DropDownMenu
        id={menuId}
        anchor={anchor}
        onClose={() => setAnchor(undefined)}
      >
        <MenuItem onClick={() => choose('csv')}>{t('export.csv')}</MenuItem>
        <MenuItem onClick={() => choose('json')}>{t('export.json')}</MenuItem>
      </DropDownMenu>
    </>
  );
}

/** Lets the reader take the history along as a file. */
export function useHistoryExport(filters: SyncHistoryFilters) {
  const api = useApi(staticDataApiRef);
  const [state, setState] = useState<{
    /** The format that is on its way, or that could not be brought. */
    format?: 'csv' | 'json';
    error?: Error;
  }>({});

  const start = useCallback(
    async (format: 'csv' | 'json') => {
      setState({ format });
      try {
        const file = await api.exportSyncHistory(format, filters);
        const day = new Date().toISOString().slice(0, 10);
        saveFile(file, `sync-history-${day}.${format}`);
        setState({});
      } catch (error) {
        setState({
          format,
          error: error instanceof Error ? error : new Error(String(error)),
        });
      }
    },
    [api, filters],
  );

  const { format, error } = state;
  return {
    start,
    exporting: Boolean(format && !error),
    error,
    retry: () => format && start(format),
  };
}
