import {
  PullRequest,
  PullRequestList,
  PullRequestVerdict,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { pullRequestName } from '../../lib/source';
import { IconLabel } from '../common/labels';
import { Foldable, SectionCard, useFirstItems } from '../common/layout';
import { SyncLink, WebLink } from '../common/links';

/** More are shown on demand. */
const FIRST_SHOWN = 10;

const ICONS = {
  pending: 'pending',
  passed: 'ok',
  failed: 'error',
  error: 'warning',
} as const satisfies Record<PullRequestVerdict, string>;

const useStyles = makeStyles(theme => ({
  // what does not fit scrolls in the card, not with the page
  scroller: { position: 'relative', overflowX: 'auto' },
  table: { minWidth: '48rem' },
  cell: {
    paddingBlock: theme.spacing(1),
    paddingInline: theme.spacing(0.5, 2),
    verticalAlign: 'top',
    lineHeight: theme.typography.body2.lineHeight,
    // columns are as wide as their words, but for what may be one long word
    wordBreak: 'normal',
    overflowWrap: 'normal',
  },
  title: { overflowWrap: 'anywhere', minWidth: '12rem' },
  problem: { overflowWrap: 'anywhere', maxWidth: '32rem' },
}));

/** The open pull requests, and what each would change; nothing if there are none. */
export function PullRequestsCard(props: {
  list: PullRequestList | undefined;
  /** Of the source, which says what its host calls them. */
  configuration: SyncConfigSnapshot;
}) {
  const { list, configuration } = props;
  const pullRequests = list?.pullRequests ?? [];
  const { t, formatCount } = useStaticDataTranslation();
  const classes = useStyles();
  const { listId, shown, button } = useFirstItems(pullRequests, {
    length: FIRST_SHOWN,
  });
  if (pullRequests.length === 0) {
    return null;
  }
  return (
    <SectionCard dense autoHeight title={t('pullRequests.title')}>
      <Foldable
        title={t('findings.showAll', {
          total: formatCount(pullRequests.length),
        })}
      >
        <Typography variant="body2" color="textSecondary" gutterBottom>
          {t('pullRequests.which')}
        </Typography>
        <div className={classes.scroller}>
          <Table
            size="small"
            aria-label={t('pullRequests.title')}
            className={classes.table}
          >
            <TableHead>
              <TableRow>
                {(
                  ['one', 'author', 'verdict', 'changes', 'preview'] as const
                ).map(column => (
                  <TableCell key={column} className={classes.cell}>
                    {t(`pullRequests.${column}`)}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody id={listId}>
              {shown.map(pullRequest => (
                <PullRequestRow
                  key={pullRequest.number}
                  pullRequest={pullRequest}
                  configuration={configuration}
                />
              ))}
            </TableBody>
          </Table>
        </div>
        {button}
      </Foldable>
    </SectionCard>
  );
}

function PullRequestRow(props: {
  pullRequest: PullRequest;
  configuration: SyncConfigSnapshot;
}) {
  const { pullRequest, configuration } = props;
  const { url, title, author, verdict, changes, syncId, problem } = pullRequest;
  const { t, formatCount, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const name = pullRequestName(pullRequest, configuration.hostType);
  return (
    <TableRow>
      <TableCell
        component="th"
        scope="row"
        className={`${classes.cell} ${classes.title}`}
      >
        <WebLink to={url}>
          {name} {title}
        </WebLink>
      </TableCell>
      <TableCell className={classes.cell}>{author ?? '–'}</TableCell>
      <TableCell className={classes.cell}>
        <IconLabel icon={ICONS[verdict]}>
          {t(`pullRequests.verdicts.${verdict}`)}
        </IconLabel>
        {problem && (
          <Typography variant="body2" className={classes.problem}>
            {problem}
          </Typography>
        )}
      </TableCell>
      <TableCell className={classes.cell}>
        {changes ? (
          <>
            {t('sync.changesSummary', {
              added: formatCount(changes.added),
              updated: formatCount(changes.updated),
              removed: formatCount(changes.removed),
            })}
            {changes.held > 0 && (
              <div>{t('summary.held', countParams(changes.held))}</div>
            )}
          </>
        ) : (
          '–'
        )}
      </TableCell>
      <TableCell className={classes.cell}>
        {syncId ? (
          <SyncLink
            syncId={syncId}
            aria-label={t('pullRequests.openPreview', { name })}
          >
            {t('pullRequests.preview')}
          </SyncLink>
        ) : (
          '–'
        )}
      </TableCell>
    </TableRow>
  );
}
