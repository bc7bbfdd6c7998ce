import {
  countChangedEntities,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { useId } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ConfigurationFacts } from '../common/ConfigurationFacts';
import { ChangesTab } from './ChangesTab';
import { ConfirmationTab } from './ConfirmationTab';
import { FindingsTab } from './FindingsTab';
import { LogsTab } from './LogsTab';

/** The details of a sync. The tab is a query parameter. */
export function SyncTabs(props: {
  syncId: string;
  /** The record, once the sync has ended. */
  sync?: SyncHistoryRecord;
}) {
  const { syncId, sync } = props;
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
            id: 'configuration',
            label: t('syncPage.tabs.configuration'),
            content: <ConfigurationFacts configuration={sync.configSnapshot} />,
          },
        ]
      : []),
    {
      id: 'logs',
      label: t('syncPage.tabs.logs'),
      content: <LogsTab key={syncId} syncId={syncId} />,
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
