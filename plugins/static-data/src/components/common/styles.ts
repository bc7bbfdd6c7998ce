import { makeStyles, Theme } from '@material-ui/core/styles';

/** For lists without bullets. */
export const PLAIN_LIST = { listStyle: 'none', margin: 0, padding: 0 } as const;

/** For text of which there is room for some lines only; what is hidden has to be told elsewhere. */
export function clampLines(lines: number) {
  return {
    display: '-webkit-box',
    WebkitLineClamp: lines,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
  } as const;
}

/** For a button in a line of text, which it makes no higher. */
export function lineButton(theme: Theme) {
  return {
    flex: 'none',
    padding: theme.spacing(0, 1),
    lineHeight: 1.65,
  } as const;
}

/**
 * For a line that waits for somebody, on a telephone: what it is and its button, and below them two lines
 * of words. As high before the words and the button are known, or what is below would move.
 */
export function noticeHeight(theme: Theme) {
  return {
    justifyContent: 'space-between',
    alignContent: 'flex-start',
    gap: theme.spacing(0, 1),
    minHeight: `calc(1.5rem + 2 * ${theme.typography.body2.lineHeight} * ${theme.typography.body2.fontSize})`,
  } as const;
}

/** For the words of such a line; see {@link noticeHeight}. */
export function noticeWords(theme: Theme) {
  return {
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    [theme.breakpoints.down('xs')]: { order: 1, flexBasis: '100%' },
  } as const;
}

/** For arrows, which point the other way where one reads from right to left. */
export const MIRRORED = {
  '[dir="rtl"] &': { transform: 'scaleX(-1)' },
} as const;

/** For the parts of a group, which has round corners at its ends alone. */
function roundedEnds({ shape: { borderRadius } }: Theme) {
  return {
    borderRadius: 0,
    '&:first-child': {
      borderStartStartRadius: borderRadius,
      borderEndStartRadius: borderRadius,
    },
    '&:last-child': {
      borderStartEndRadius: borderRadius,
      borderEndEndRadius: borderRadius,
    },
  } as const;
}

/**
 * For what contains words: where the reader begins at the right, each text has the direction of its own
 * language, as what comes from the source need not be in that of the reader. Dialogs, menus, tooltips and lists to
 * choose from are not within the page, and need it themselves.
 */
export const useDirectionStyles = makeStyles(theme => ({
  root: {
    '[dir="rtl"] &': {
      textAlign: 'match-parent',
      '& *': { unicodeBidi: 'plaintext' },
      // what follows is put to the left or right by Material-UI 4, wherever the reader begins
      '& [class*="MuiButton-startIcon"]': {
        margin: 0,
        marginInline: theme.spacing(-0.5, 1),
      },
      '& [class*="MuiButton-endIcon"]': {
        margin: 0,
        marginInline: theme.spacing(1, -0.5),
      },
      '& [class*="MuiButtonGroup-groupedHorizontal"]': {
        borderInline: 'none',
        ...roundedEnds(theme),
        '&:first-child:not(:last-child)': {
          borderInlineEnd: `1px solid ${theme.palette.primary.dark}`,
        },
      },
      '& [class*="MuiToggleButtonGroup-groupedHorizontal"]': {
        margin: 0,
        border: `1px solid ${theme.palette.divider}`,
        ...roundedEnds(theme),
        '&:not(:first-child)': { borderInlineStart: 'none' },
      },
      '& [class*="MuiAlert-icon"]': {
        margin: 0,
        marginInlineEnd: theme.spacing(1.5),
      },
      '& [class*="MuiAlert-action"]': {
        margin: 0,
        marginInline: 'auto -8px',
        padding: 0,
        paddingInlineStart: theme.spacing(2),
      },
      '& [class*="MuiTableCell-root"]': { textAlign: 'right' },
      '& [class*="MuiTableCell-alignRight"]': { textAlign: 'left' },
      '& [class*="MuiTablePagination-actions"]': {
        // or its buttons would be in the direction of words, of which it has none
        display: 'flex',
        '& svg': { transform: 'scaleX(-1)' },
      },
      '& [class*="MuiInputLabel-outlined"]': {
        left: 'auto',
        right: 0,
        transformOrigin: 'top right',
        transform: 'translate(-14px, 20px)',
        '&[class*="MuiInputLabel-shrink"]': {
          transform: 'translate(-14px, -6px) scale(0.75)',
        },
      },
      '& fieldset > legend': { textAlign: 'right' },
      '& [class*="MuiSelect-iconOutlined"]': { right: 'auto', left: 7 },
      '& [class*="MuiSelect-select"][class*="MuiOutlinedInput-input"]': {
        paddingRight: 14,
        paddingLeft: 32,
        textAlign: 'right',
      },
      '& [class*="MuiAutocomplete-hasPopupIcon"] [class*="MuiAutocomplete-inputRoot"][class*="MuiOutlinedInput-root"]':
        {
          paddingInline: theme.spacing(0.75, 8),
          '& [class*="MuiAutocomplete-endAdornment"]': {
            right: 'auto',
            left: theme.spacing(1),
            display: 'flex',
          },
        },
    },
  },
}));

/** For long lists with lines between their items. */
export const useDividedListStyles = makeStyles(theme => ({
  list: { ...PLAIN_LIST, borderTop: `1px solid ${theme.palette.divider}` },
  item: {
    ...theme.typography.body2,
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
    overflowWrap: 'anywhere',
  },
}));
