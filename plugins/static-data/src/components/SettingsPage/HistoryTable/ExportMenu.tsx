import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import CircularProgress from '@material-ui/core/CircularProgress';
import MenuItem from '@material-ui/core/MenuItem';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useId, useState } from 'react';
import { staticDataTranslationRef } from '../../../translation';
import { DropDownMenu } from '../../common';

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
