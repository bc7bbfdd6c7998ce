import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import {
  ReactNode,
  RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import useLatest from 'react-use/esm/useLatest';
import useLocalStorage from 'react-use/esm/useLocalStorage';
import { moveFocusTo, useFocusKeeper } from '../../hooks/useFocusKeeper';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Fact, FactList } from './facts';
import { useDirectionStyles } from './styles';

const useStyles = makeStyles(theme => ({
  root: {
    // the layout of the page is that of its content
    display: 'contents',
  },
  tools: {
    position: 'fixed',
    top: theme.spacing(1),
    insetInlineStart: '50%',
    zIndex: theme.zIndex.tooltip,
    display: 'flex',
    gap: theme.spacing(1),
    '&:not(:focus-within)': { clipPath: 'inset(50%)' },
  },
}));

/**
 * Helps readers who use the keyboard: keeps their focus, lets them skip to the list of a page, and
 * listens to the shortcuts that elements of the page name in `aria-keyshortcuts`.
 */
export function KeyboardAids(props: { children: ReactNode }) {
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const [enabled = true, setEnabled] = useLocalStorage(
    'static-data.shortcuts',
    true,
  );
  const [explaining, setExplaining] = useState(false);
  useFocusKeeper(root);
  useShortcuts(root, enabled, () => setExplaining(true));

  const skip = () => {
    const target =
      root.current?.querySelector<HTMLElement>('[role="search"]') ??
      root.current?.querySelector<HTMLElement>('article');
    if (target) {
      target.scrollIntoView?.({ block: 'start' });
      moveFocusTo(target);
    }
  };
  return (
    <div ref={root} className={classes.root}>
      <div className={classes.tools}>
        <Button variant="contained" color="primary" onClick={skip}>
          {t('keyboard.skip')}
        </Button>
        <Button
          variant="contained"
          color="primary"
          onClick={() => setExplaining(true)}
        >
          {t('keyboard.title')}
        </Button>
      </div>
      {props.children}
      {explaining && (
        <ShortcutDialog
          enabled={enabled}
          onEnabledChange={setEnabled}
          onClose={() => setExplaining(false)}
        />
      )}
    </div>
  );
}

/** Elements in which a letter is typed, or has a meaning of its own. */
const TAKES_KEYS =
  'input, select, textarea, [contenteditable]:not([contenteditable="false"]), [role="combobox"], [role="listbox"], [role="menu"], [role="dialog"]';

/** Set around the page while a dialog or a menu lies over it. */
const COVERED = '[aria-hidden="true"], [inert]';

function useShortcuts(
  root: RefObject<HTMLElement>,
  enabled: boolean,
  onHelp: () => void,
) {
  const latestOnHelp = useLatest(onHelp);
  useEffect(() => {
    if (!enabled) {
      return undefined;
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target } = event;
      if (
        event.defaultPrevented ||
        event.repeat ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        (target instanceof Element && target.closest(TAKES_KEYS)) ||
        root.current?.closest(COVERED)
      ) {
        return;
      }
      if (key === '?') {
        latestOnHelp.current();
        return;
      }
      const owner =
        /^[a-z]$/.test(key) &&
        root.current?.querySelector<HTMLElement>(
          `[aria-keyshortcuts="${key}"]`,
        );
      if (owner) {
        // or the letter would land in the field
        event.preventDefault();
        owner.focus();
        if (!owner.matches('input')) {
          owner.click();
        }
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [root, enabled, latestOnHelp]);
}

function ShortcutDialog(props: {
  enabled: boolean;
  onEnabledChange: (enabled: boolean) => void;
  onClose: () => void;
}) {
  const { enabled, onEnabledChange, onClose } = props;
  const { t } = useStaticDataTranslation();
  const direction = useDirectionStyles();
  const titleId = useId();
  const shortcuts = [
    ['r', t('keyboard.refresh')],
    ['p', t('keyboard.previous')],
    ['n', t('keyboard.next')],
    ['s', t('keyboard.search')],
    ['?', t('keyboard.help')],
  ];
  return (
    <Dialog
      open
      className={direction.root}
      onClose={onClose}
      aria-labelledby={titleId}
    >
      <DialogTitle id={titleId}>{t('keyboard.title')}</DialogTitle>
      <DialogContent>
        <FactList>
          {shortcuts.map(([key, meaning]) => (
            <Fact key={key} label={<kbd>{key}</kbd>}>
              {meaning}
            </Fact>
          ))}
        </FactList>
        <FormControlLabel
          control={
            <Switch
              color="primary"
              checked={enabled}
              onChange={(_, checked) => onEnabledChange(checked)}
            />
          }
          label={t('keyboard.enabled')}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('keyboard.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
