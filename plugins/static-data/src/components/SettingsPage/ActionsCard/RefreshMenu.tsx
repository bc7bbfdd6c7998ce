import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button, { ButtonProps } from '@material-ui/core/Button';
import ListItemText from '@material-ui/core/ListItemText';
import MenuItem from '@material-ui/core/MenuItem';
import ArrowDropDownIcon from '@material-ui/icons/ArrowDropDown';
import { useId, useState } from 'react';
import { staticDataTranslationRef } from '../../../translation';
import { DropDownMenu } from '../../common';

/** The ways to sync that apply nothing. */
export function RefreshMenu(
  props: {
    onDryRun: () => void;
    /** Absent where there is nothing to preview. */
    onPreview?: () => void;
    // what a group of buttons gives to each of its buttons
  } & ButtonProps,
) {
  const { onDryRun, onPreview, ...button } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const menuId = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();

  const choose = (action: () => void) => {
    setAnchor(undefined);
    action();
  };

  return (
    <>
      <Button
        {...button}
        size="small"
        aria-label={t('actions.more')}
        aria-haspopup="menu"
        aria-controls={anchor && menuId}
        onClick={event => setAnchor(event.currentTarget)}
      >
        <ArrowDropDownIcon />
      </Button>
      <DropDownMenu
        id={menuId}
        anchor={anchor}
        onClose={() => setAnchor(undefined)}
      >
        <MenuItem onClick={() => choose(onDryRun)}>
          <ListItemText
            primary={t('actions.dryRun')}
            secondary={t('actions.dryRunDescription')}
          />
        </MenuItem>
        {onPreview && (
          <MenuItem onClick={() => choose(onPreview)}>
            <ListItemText
              primary={t('actions.preview')}
              secondary={t('actions.previewDescription')}
            />
          </MenuItem>
        )}
      </DropDownMenu>
    </>
  );
}
