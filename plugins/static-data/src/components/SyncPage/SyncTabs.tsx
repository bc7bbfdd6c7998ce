import {
  countChangedEntities,
  SyncHistoryRecord,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Grid from '@material-ui/core/Grid';
import Paper from '@material-ui/core/Paper';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { useId } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ConfigurationFacts } from '../common/ConfigurationFacts';
import { Column } from '../common/layout';
import { ChangesTab } from './ChangesTab';
import { ConfirmationTab } from './ConfirmationTab';
import { FindingsTab } from './FindingsTab';
import { LogsTab } from './LogsTab';
import { PhaseBars, SlowestRepositories } from './DurationBars';

/** The details of a sync. The tab is a query parameter. */
export function SyncTabs(props: {
  syncId: string;
  /** How long each phase took, so far. */
  phases: SyncPhaseTiming[];
  /** The record, once the sync has ended. */
  sync?: SyncHistoryRecord;
}) {
  const { syncId, phases, sync } = props;
  const { t, formatCount } = useStaticDataTranslation();
  const withCount = (label: string, count: number) =>
    count > 0 ? `${label} (${formatCount(count)})` : label;
  const tabs = [
    ...(sync
      ? [
          {
            id: 'changes',
            label: withCount(
              t('syncPage.tabs.changes'),
              countChangedEntities(sync.stats),
            ),
            content: <ChangesTab sync={sync} />,
          },
          {
            id: 'findings',
            label: withCount(
              t('syncPage.tabs.findings'),
              sync.errorCount + sync.warningCount,
            ),
            content: <FindingsTab sync={sync} />,
          },
          {
            id: 'confirmation',
            label: t('syncPage.tabs.confirmation'),
            content: <ConfirmationTab sync={sync} />,
          },
          {
            id: 'phases',
            label: t('syncPage.phases'),
            content: <PhasesTab sync={sync} />,
          },
          {
            id: 'configuration',
            label: t('syncPage.tabs.configuration'),
            content: <ConfigurationFacts configuration={sync.configSnapshot} />,
          },
        ]
      : []),
    {
      id: 'logs',
      label: t('syncPage.tabs.logs'),
      content: <LogsTab key={syncId} syncId={syncId} phases={phases} />,
    },
  ];
  const preferred = sync && sync.status !== 'SUCCESS' ? 'findings' : tabs[0].id;
  const idPrefix = useId();
  const [searchParams, setSearchParams] = useSearchParams();
  const asked = searchParams.get('tab') ?? preferred;
  const tab = tabs.find(({ id }) => id === asked) ?? tabs[0];

  return (
    <Paper>
      <Tabs
        value={tab.id}
        // drops the filters of the previous tab
        onChange={(_, id) => setSearchParams({ tab: id }, { replace: true })}
        variant="scrollable"
        indicatorColor="primary"
        aria-label={t('syncPage.details')}
      >
        {tabs.map(({ id, label }) => (
          <Tab
            key={id}
            value={id}
            label={label}
            id={`${idPrefix}-tab-${id}`}
            aria-controls={`${idPrefix}-panel`}
          />
        ))}
      </Tabs>
      <Box
        p={2}
        role="tabpanel"
        id={`${idPrefix}-panel`}
        aria-labelledby={`${idPrefix}-tab-${tab.id}`}
      >
        {tab.content}
      </Box>
    </Paper>
  );
}

function PhasesTab(props: { sync: SyncHistoryRecord }) {
  const { phases, repositories } = props.sync;
  const { t } = useStaticDataTranslation();
  return (
    <Grid container spacing={3}>
      <Column title={t('syncPage.phases')}>
        <PhaseBars phases={phases} />
      </Column>
      {repositories && (
        <Column title={t('syncPage.slowestRepositories')}>
          <SlowestRepositories repositories={repositories} />
        </Column>
      )}
    </Grid>
  );
}
