import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RecordedFinding } from '@internal/plugin-static-data-common';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { FindingGroup } from '../../../lib/groupFindings';
import { countParams, SourceVersion } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { EntityLink, SourcePlace, StatusLabel } from '../../common';
import { useFindingStateWords } from './useFindingStateWords';

const useStyles = makeStyles(theme => ({
  group: {
    '& + &': {
      marginTop: theme.spacing(3),
    },
  },
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  item: {
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
    overflowWrap: 'anywhere',
    // what is out of sight costs nothing, however long the list
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 4rem',
  },
  message: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
  },
  state: {
    // the margin that chips have below is for rows of them
    margin: 0,
  },
  place: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(2),
  },
  stackTrace: {
    ...theme.typography.caption,
    fontFamily: 'monospace',
    margin: 0,
    maxHeight: '16rem',
    overflow: 'auto',
  },
}));

/** Findings that are alike, with the hint that they have in common. */
export function FindingGroupCard(props: {
  group: FindingGroup;
  /** Whether there are no more of them to read. */
  isWhole: boolean;
  version: SourceVersion;
}) {
  const { group, isWhole, version } = props;
  const { severity, code, hint, fixed, findings } = group;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const count =
    severity === 'error'
      ? t('findings.errors', countParams(findings.length))
      : t('findings.warnings', countParams(findings.length));
  const shown = isWhole ? count : t('syncPage.shownTitle', { title: count });
  const title = fixed ? t('syncPage.fixedTitle', { title: shown }) : shown;
  return (
    <section className={classes.group} aria-label={`${code}: ${title}`}>
      <Typography variant="h6" component="h3">
        <StatusLabel tone={fixed ? 'ok' : severity}>{title}</StatusLabel>
      </Typography>
      <Typography variant="body2" color="textSecondary" paragraph>
        <code>{code}</code>
        {hint && <> · {hint}</>}
      </Typography>
      <ul className={classes.list}>
        {findings.map((finding, index) => (
          <FindingItem
            key={index}
            finding={finding}
            version={version}
            showHint={!hint}
          />
        ))}
      </ul>
    </section>
  );
}

function FindingItem(props: {
  finding: RecordedFinding;
  version: SourceVersion;
  /** Whether to say what can be done about it, for what the group does not say. */
  showHint: boolean;
}) {
  const { finding, version, showHint } = props;
  const { message, hint, state, file, line, entity, stackTrace } = finding;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const stateWords = useFindingStateWords();
  return (
    <li className={classes.item}>
      <div className={classes.message}>
        <Chip
          size="small"
          className={classes.state}
          variant={state === 'new' ? 'default' : 'outlined'}
          label={stateWords[state]}
        />
        <Typography variant="body2">{message}</Typography>
      </div>
      <Typography variant="body2" component="div" className={classes.place}>
        {file && <SourcePlace file={file} line={line} version={version} />}
        {entity && <EntityLink entityRef={entity} />}
      </Typography>
      {showHint && (
        <Typography variant="body2" color="textSecondary">
          {hint}
        </Typography>
      )}
      {stackTrace && (
        <details>
          <summary>{t('findings.stackTrace')}</summary>
          <pre className={classes.stackTrace}>{stackTrace}</pre>
        </details>
      )}
    </li>
  );
}
