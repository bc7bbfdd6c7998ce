import {
  RecordedFinding,
  SYNC_FINDING_CODES,
  SYNC_FINDING_SEVERITIES,
  SYNC_FINDING_STATES,
  SyncFindingState,
  SyncFindingTotal,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CancelIcon from '@material-ui/icons/Cancel';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import groupBy from 'lodash/groupBy';
import sumBy from 'lodash/sumBy';
import { useId, useMemo, useState } from 'react';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useUrlChoice, useUrlParameter } from '../../hooks/useUrlParameter';
import { formatEntityRef } from '../../lib/formatting';
import { SourceVersion } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FilterBar, FilterSelect, SearchField } from '../common/filters';
import { IconLabel } from '../common/labels';
import { EntityLink, SourcePlace } from '../common/links';
import { EmptyMessage, onEndOf, PageFooter } from '../common/loading';
import { useDividedListStyles } from '../common/styles';
import { VirtualList } from '../common/VirtualList';

/** A group of up to so many findings is shown at once. */
const OPEN_COUNT = 20;

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
  const [owner, setOwner] = useUrlParameter('owner');
  const totals = useCursorPages(
    async (api, cursor) => {
      const { totals: items, pagination } = await api.getFindings(sync.id, {
        severity,
        state: state && [state],
        owner,
        q,
        cursor,
        limit: 1,
      });
      // the totals are those of all pages
      return { items, pagination: { ...pagination, hasMore: false } };
    },
    [sync.id, severity, state, owner, q],
  );
  const groups = useMemo(() => groupTotals(totals.items), [totals.items]);

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
        {owner && (
          <Chip
            label={t('syncPage.concerns', { owner: formatEntityRef(owner) })}
            onDelete={() => setOwner()}
            deleteIcon={<CancelIcon titleAccess={t('syncPage.concernsAll')} />}
          />
        )}
      </FilterBar>
      {(totals.error || totals.loading) && <PageFooter pages={totals} />}
      {!totals.error && !totals.loading && groups.length === 0 && (
        <EmptyMessage
          level="h3"
          title={
            severity || state || owner || q
              ? t('syncPage.noMatch')
              : t('syncPage.noFindingsTitle')
          }
        />
      )}
      {groups.map((group, index) => (
        <FindingGroup
          key={`${group.severity} ${group.code} ${group.states} ${owner} ${q}`}
          group={group}
          sync={sync}
          filters={{ owner, q }}
          startsOpen={index === 0 || group.count <= OPEN_COUNT}
        />
      ))}
    </>
  );
}

/** Findings with the same code and severity. */
interface FindingGroupTotal extends Pick<RecordedFinding, 'severity' | 'code'> {
  /** Whether the sync before had them and this one does not. */
  fixed: boolean;
  states: SyncFindingState[];
  count: number;
}

/** What restricts the findings of every group. */
interface GroupFilters {
  owner: string;
  q: string;
}

/** Puts together what is of one kind, in the order of its first. */
export function groupTotals(totals: SyncFindingTotal[]): FindingGroupTotal[] {
  const groups = groupBy(totals, ({ state, severity, code }) =>
    JSON.stringify([state === 'fixed', severity, code]),
  );
  return Object.values(groups).map(group => ({
    severity: group[0].severity,
    code: group[0].code,
    fixed: group[0].state === 'fixed',
    states: group.map(({ state }) => state),
    count: sumBy(group, 'count'),
  }));
}

const useGroupStyles = makeStyles(theme => ({
  summary: {
    '& > :first-child': {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(2),
    },
  },
  details: { flexDirection: 'column' },
}));

function FindingGroup(props: {
  group: FindingGroupTotal;
  sync: SyncHistoryRecord;
  filters: GroupFilters;
  startsOpen: boolean;
}) {
  const { group, sync, filters, startsOpen } = props;
  const { severity, code, fixed, count } = group;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useGroupStyles();
  const panelId = useId();
  const [open, setOpen] = useState(startsOpen);
  const total = t(`findings.${severity}`, countParams(count));
  const title = fixed ? t('syncPage.fixedTitle', { title: total }) : total;
  // another release may know others
  const isKnown = SYNC_FINDING_CODES.includes(code);
  return (
    <Accordion
      square
      variant="outlined"
      expanded={open}
      onChange={(_, expanded) => setOpen(expanded)}
      TransitionProps={{ unmountOnExit: true, timeout: 0 }}
    >
      <AccordionSummary
        expandIcon={<ExpandMoreIcon />}
        className={classes.summary}
        id={`${panelId}-head`}
        aria-controls={panelId}
      >
        <Typography variant="subtitle1" component="h3">
          <IconLabel icon={fixed ? 'ok' : severity}>
            {isKnown ? `${title} · ${t(`findingCode.${code}`)}` : title}
          </IconLabel>
        </Typography>
        <code>{code}</code>
      </AccordionSummary>
      <AccordionDetails className={classes.details}>
        <FindingsOfGroup group={group} sync={sync} filters={filters} />
      </AccordionDetails>
    </Accordion>
  );
}

const PAGE_SIZE = 100;

/** Of a finding with its place, in pixels. */
const ESTIMATED_HEIGHT = 64;

function FindingsOfGroup(props: {
  group: FindingGroupTotal;
  sync: SyncHistoryRecord;
  filters: GroupFilters;
}) {
  const { group, sync, filters } = props;
  const { owner, q } = filters;
  const { severity, code, states } = group;
  const classes = useDividedListStyles();
  const pages = useCursorPages(
    async (api, cursor) => {
      const { findings, pagination } = await api.getFindings(sync.id, {
        severity,
        code: [code],
        state: states,
        owner,
        q,
        cursor,
        limit: PAGE_SIZE,
      });
      return { items: findings, pagination };
    },
    [sync.id, severity, code, states, owner, q],
  );
  const { items } = pages;
  const [first] = items;
  const isSameHint = items.every(({ hint }) => hint === first.hint);
  return (
    <>
      {first && isSameHint && (
        <Typography variant="body2" color="textSecondary" gutterBottom>
          {first.hint}
        </Typography>
      )}
      <VirtualList
        items={items}
        keyOf={keyOfFinding}
        estimatedHeight={ESTIMATED_HEIGHT}
        total={pages.total}
        onEnd={onEndOf(pages)}
        className={classes.list}
        itemClassName={classes.item}
        renderItem={finding => (
          <FindingItem
            finding={finding}
            version={sync}
            hint={isSameHint ? undefined : finding.hint}
          />
        )}
      />
      <PageFooter pages={pages} />
    </>
  );
}

/** Findings have no ids, and stay where they are in their list. */
function keyOfFinding(_: RecordedFinding, index: number): string {
  return String(index);
}

const useItemStyles = makeStyles(theme => ({
  message: { display: 'flex', alignItems: 'flex-start', gap: theme.spacing(1) },
  state: {
    // chips have a bottom margin for wrapping rows
    margin: 0,
  },
  place: { display: 'flex', flexWrap: 'wrap', columnGap: theme.spacing(2) },
}));

function FindingItem(props: {
  finding: RecordedFinding;
  version: SourceVersion;
  /** What can be done about it, where the group does not say so. */
  hint?: string;
}) {
  const { finding, version, hint } = props;
  const { message, state, file, line, entity, owner } = finding;
  const { t } = useStaticDataTranslation();
  const classes = useItemStyles();
  return (
    <>
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
        {owner && owner !== entity && (
          <span>
            {t('syncPage.concerns', { owner: formatEntityRef(owner) })}
          </span>
        )}
      </Typography>
      {hint && (
        <Typography variant="body2" color="textSecondary">
          {hint}
        </Typography>
      )}
    </>
  );
}
