import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import SwapHorizIcon from '@material-ui/icons/SwapHoriz';
import { useSearchParams } from 'react-router-dom';
import { formatDateTime } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import { FilterBar, FilterSelect, useSyncStatusWords } from '../common';

/** The two syncs that are compared; they are part of the address. */
export function SyncPicker(props: {
  syncs: SyncHistoryRecord[];
  fromId: string;
  toId: string;
}) {
  const { syncs, fromId, toId } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const statusWords = useSyncStatusWords();
  const [, setSearchParams] = useSearchParams();
  const pick = (from: string, to: string) =>
    setSearchParams({ from, to }, { replace: true });
  const options = syncs.map(({ id, startTime, status }) => ({
    value: id,
    label: t('comparePage.option', {
      time: formatDateTime(startTime),
      status: statusWords[status],
    }),
  }));

  return (
    <Box p={2} pb={0} mb={3} display="flow-root" component={Paper}>
      <FilterBar label={t('comparePage.title')}>
        <FilterSelect
          label={t('comparePage.from')}
          all={t('comparePage.choose')}
          options={options}
          value={fromId}
          onChange={id => pick(id, toId)}
        />
        <Button
          variant="outlined"
          startIcon={<SwapHorizIcon />}
          onClick={() => pick(toId, fromId)}
        >
          {t('comparePage.swap')}
        </Button>
        <FilterSelect
          label={t('comparePage.to')}
          all={t('comparePage.choose')}
          options={options}
          value={toId}
          onChange={id => pick(fromId, id)}
        />
      </FilterBar>
    </Box>
  );
}
