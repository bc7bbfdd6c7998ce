import {
  EntityDifferences,
  escapeControls,
  FieldDifference,
} from '@internal/plugin-static-data-common';
import { alpha, makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { DiffLine, DiffLineKind, toDiffLines } from '../../lib/diff';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { CodeBlock } from './CodeBlock';

const useDifferenceListStyles = makeStyles(theme => ({
  field: {
    '& + &': { marginTop: theme.spacing(1.5) },
  },
  path: { overflowWrap: 'anywhere', fontWeight: 'bold' },
}));

/** The differences between two versions of an entity, field by field. */
export function DifferenceList(props: { differences: EntityDifferences }) {
  const { fields, fieldCount } = props.differences;
  const { t, countParams } = useStaticDataTranslation();
  return (
    <>
      {fields.map(field => (
        <FieldItem key={field.path} field={field} />
      ))}
      {fieldCount > fields.length && (
        <Typography variant="body2" color="textSecondary">
          {t('changeList.moreFields', countParams(fieldCount - fields.length))}
        </Typography>
      )}
    </>
  );
}

function FieldItem(props: { field: FieldDifference }) {
  const { field } = props;
  const { t } = useStaticDataTranslation();
  const classes = useDifferenceListStyles();
  const lines = toDiffLines(field);
  return (
    <div className={classes.field}>
      <code className={classes.path}>{field.path}</code>
      {lines.length > 0 && (
        <DiffView
          lines={lines}
          label={t('changeList.diffOf', { path: field.path })}
        />
      )}
      {field.cut && (
        <Typography variant="body2" color="textSecondary">
          {t('changeList.cut', { what: field.cut })}
        </Typography>
      )}
    </div>
  );
}

const SIGNS: Record<DiffLineKind, string> = {
  added: '+',
  removed: '−',
  same: ' ',
  place: ' ',
};

/** Tell screen readers what sighted readers see from colour and sign. */
const ELEMENTS = {
  added: 'ins',
  removed: 'del',
  same: 'span',
  place: 'span',
} as const;

const useDiffViewStyles = makeStyles(theme => ({
  line: {
    display: 'block',
    padding: theme.spacing(0, 1),
    // what does not fit into the line stands below its words, not below its sign
    paddingInlineStart: `calc(${theme.spacing(1)}px + 1.5em)`,
    textIndent: '-1.5em',
    textDecoration: 'none',
    '&::before': {
      content: 'attr(data-sign)',
      display: 'inline-block',
      width: '1.5em',
      whiteSpace: 'pre',
      textIndent: 0,
    },
  },
  added: { backgroundColor: alpha(theme.palette.status.ok, 0.18) },
  removed: { backgroundColor: alpha(theme.palette.status.error, 0.18) },
  same: {},
  word: {
    borderRadius: 2,
    textDecoration: 'underline',
    backgroundColor: theme.palette.action.selected,
  },
  place: { color: theme.palette.text.secondary },
}));

function DiffView(props: { lines: DiffLine[]; label: string }) {
  const { lines, label } = props;
  const classes = useDiffViewStyles();
  return (
    <CodeBlock label={label}>
      <code>
        {lines.map(({ kind, text, words }, index) => {
          const Line = ELEMENTS[kind];
          const parts = words ?? [{ text, changed: false }];
          return (
            <Line
              key={index}
              className={`${classes.line} ${classes[kind]}`}
              data-sign={SIGNS[kind]}
            >
              {text === '' && ' '}
              {parts.map((part, position) => {
                const shown = escapeControls(part.text, { keepsLines: true });
                return part.changed ? (
                  <strong key={position} className={classes.word}>
                    {shown}
                  </strong>
                ) : (
                  shown
                );
              })}
            </Line>
          );
        })}
      </code>
    </CodeBlock>
  );
}
