import {
  RecordedFinding,
  SYNC_FINDING_SEVERITIES,
  SYNC_FINDING_STATES,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import groupBy from 'lodash/groupBy';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useUrlChoice, useUrlParameter } from '../../hooks/useUrlParameter';
import { SourceVersion } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { StackTrace } from '../common/facts';
import { FilterBar, FilterSelect, SearchField } from '../common/filters';
import { IconLabel } from '../common/labels';
import { EntityLink, SourcePlace } from '../common/links';
import { PagedList } from '../common/loading';
import { useDividedListStyles } from '../common/styles';

const PAGE_SIZE = 100;

/** The findings of a sync, grouped by what to do about them. The filters are query parameters. */
export function FindingsTab(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t } = useStaticDataTranslation();
  const [severity, setSeverity] = useUrlChoice(
    'severity',
    SYNC_FINDING_SEVERITIES,
  );
  const [state, setState] = useUrlChoice('state', SYNC_FINDING_STATES);
  const [q, setQ] = useUrlParameter('q');
  const pages = useCursorPages(
    async (api, cursor) => {
      const { findings, pagination } = await api.getFindings(sync.id, {
        severity,
        state: state && [state],
        q,
        cursor,
        limit: PAGE_SIZE,
      });
      return { items: findings, pagination };
    },
    [sync.id, severity, state, q],
  );

  return (
    <>
      <FilterBar label={t('syncPage.filterFindings')}>
        <FilterSelect
          label={t('syncPage.severity')}
          all={t('syncPage.allSeverities')}
          options={SYNC_FINDING_SEVERITIES}
          labelOf={value => t(`syncPage.severities.${value}`)}
          value={severity}
          onChange={setSeverity}
        />
        <FilterSelect
          label={t('syncPage.state')}
          all={t('syncPage.allStates')}
          options={SYNC_FINDING_STATES}
          labelOf={value => t(`findingState.${value}`)}
          value={state}
          onChange={setState}
        />
        <SearchField
          label={t('syncPage.searchFindings')}
          value={q}
          onChange={setQ}
        />
      </FilterBar>
      <PagedList
        pages={pages}
        isFiltered={Boolean(severity || state || q)}
        emptyTitle={t('syncPage.noFindingsTitle')}
      >
        {groupFindings(pages.items).map(group => (
          <FindingGroupCard
            key={`${group.fixed} ${group.severity} ${group.code}`}
            group={group}
            isWhole={!pages.hasMore}
            version={sync}
          />
        ))}
      </PagedList>
    </>
  );
}

const useStyles = makeStyles(theme => ({
  group: {
    '& + &': { marginTop: theme.spacing(3) },
  },
  message: { display: 'flex', alignItems: 'flex-start', gap: theme.spacing(1) },
  state: {
    // chips have a bottom margin for wrapping rows
    margin: 0,
  },
  place: { display: 'flex', flexWrap: 'wrap', columnGap: theme.spacing(2) },
}));

function FindingGroupCard(props: {
  group: FindingGroup;
  /** Whether there are no more of them to read. */
  isWhole: boolean;
  version: SourceVersion;
}) {
  const { group, isWhole, version } = props;
  const { severity, code, hint, fixed, findings } = group;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const count = t(`findings.${severity}`, countParams(findings.length));
  const shown = isWhole ? count : t('syncPage.shownTitle', { title: count });
  const title = fixed ? t('syncPage.fixedTitle', { title: shown }) : shown;
  return (
    <section className={classes.group} aria-label={`${code}: ${title}`}>
      <Typography variant="h6" component="h3">
        <IconLabel icon={fixed ? 'ok' : severity}>{title}</IconLabel>
      </Typography>
      <Typography variant="body2" color="textSecondary" paragraph>
        <code>{code}</code>
        {hint && <> · {hint}</>}
      </Typography>
      <ul className={useDividedListStyles().list}>
        {findings.map((finding, index) => (
          <FindingItem
            key={index}
            finding={finding}
            version={version}
            hint={hint ? undefined : finding.hint}
          />
        ))}
      </ul>
    </section>
  );
}

function FindingItem(props: {
  finding: RecordedFinding;
  version: SourceVersion;
  /** What can be done about it, where the group does not say so. */
  hint?: string;
}) {
  const { finding, version, hint } = props;
  const { message, state, file, line, entity, stackTrace } = finding;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <li className={useDividedListStyles().item}>
      <div className={classes.message}>
        <Chip
          size="small"
          className={classes.state}
          variant={state === 'new' ? 'default' : 'outlined'}
          label={t(`findingState.${state}`)}
        />
        <Typography variant="body2">{message}</Typography>
      </div>
      <Typography variant="body2" component="div" className={classes.place}>
        {file && <SourcePlace file={file} line={line} version={version} />}
        {entity && <EntityLink entityRef={entity} />}
      </Typography>
      {hint && (
        <Typography variant="body2" color="textSecondary">
          {hint}
        </Typography>
      )}
      {stackTrace && <StackTrace>{stackTrace}</StackTrace>}
    </li>
  );
}

/** Findings with the same code and severity. */
interface FindingGroup extends Pick<RecordedFinding, 'severity' | 'code'> {
  /** Whether the sync before had them and this one does not. */
  fixed: boolean;
  /** What can be done about them, where it is the same for all. */
  hint?: string;
  findings: RecordedFinding[];
}

/** Groups findings, in order of first appearance. */
export function groupFindings(findings: RecordedFinding[]): FindingGroup[] {
  const groups = groupBy(findings, ({ state, severity, code }) =>
    JSON.stringify([state === 'fixed', severity, code]),
  );
  return Object.values(groups).map(group => {
    const [{ severity, code, state, hint }] = group;
    return {
      severity,
      code,
      fixed: state === 'fixed',
      hint: group.every(finding => finding.hint === hint) ? hint : undefined,
      findings: group,
    };
  });
}
