import { Progress } from '@backstage/core-components';
import {
  MAX_PAGE_SIZE,
  StateEntity,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import xor from 'lodash/xor';
import { useState } from 'react';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useKindLabel } from '../../hooks/useKindLabel';
import { useLoader } from '../../hooks/useLoader';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useUrlParameter } from '../../hooks/useUrlParameter';
import { hasStatus } from '../../lib/errors';
import { AbsoluteTime, Fact, FactList, RevisionFacts } from '../common/facts';
import { FilterBar, FilterSelect, SearchField } from '../common/filters';
import { SyncLink } from '../common/links';
import { EmptyMessage, LoadAlert, onEndOf, PagedList } from '../common/loading';
import { useDividedListStyles } from '../common/styles';
import { VirtualList } from '../common/VirtualList';
import { StateEntityItem } from './StateEntityItem';

/** Quick to be there. */
const FIRST_PAGE_SIZE = 100;

/** Of an item that is closed, in pixels. */
const ESTIMATED_HEIGHT = 46;

/** What the backend answers where there is no such state. */
const UNKNOWN = [400, 404, 409];

/** The entities that the catalog had from a source. */
export function StateEntities(props: {
  source: string;
  /** Id of a sync, or a time; absent for the latest state. */
  at?: string;
}) {
  const { source, at } = props;
  const { t, describeError } = useStaticDataTranslation();
  const loader = useLoader(
    async api => {
      const state = await api.getSourceEntities(source, { at, limit: 1 });
      return api.getSync(state.at.id);
    },
    [source, at],
  );
  const { value: sync, error } = loader;
  if (sync) {
    return <EntitiesAfter sync={sync} />;
  }
  if (error && UNKNOWN.some(status => hasStatus(error, status))) {
    return (
      <EmptyMessage
        level="h3"
        title={t('statePage.unknown')}
        description={describeError(error)}
      />
    );
  }
  return error ? (
    <LoadAlert loader={loader} />
  ) : (
    <Progress aria-label={t('statePage.loading')} />
  );
}

/** What a sync that was applied left behind. */
function EntitiesAfter(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t, formatCount } = useStaticDataTranslation();
  const labelOf = useKindLabel();
  const classes = useDividedListStyles();
  const [kind, setKind] = useUrlParameter('kind');
  const [q, setQ] = useUrlParameter('q');
  // not in the items, which are not rendered while nobody sees them
  const [open, setOpen] = useState<string[]>([]);
  const { totalEntities, byType } = sync.stats;
  const totalOf = (name: string) => byType[name]?.total ?? 0;
  const pages = useCursorPages<StateEntity>(
    async (api, cursor) => {
      const { entities, pagination } = await api.getSourceEntities(
        sync.source,
        {
          at: sync.id,
          kind: kind || undefined,
          q: q || undefined,
          cursor,
          limit: cursor ? MAX_PAGE_SIZE : FIRST_PAGE_SIZE,
        },
      );
      return { items: entities, pagination };
    },
    [sync, kind, q],
  );
  const countedTotal = kind ? totalOf(kind) : totalEntities;
  const total = q ? undefined : countedTotal;

  return (
    <>
      <Box mb={3}>
        <FactList layout="columns">
          <Fact label={t('statePage.leftBy')}>
            <SyncLink syncId={sync.id}>
              #{sync.number} · <AbsoluteTime time={sync.startTime} />
            </SyncLink>
          </Fact>
          <RevisionFacts sync={sync} />
          <Fact label={t('sync.totalEntities')}>
            {formatCount(totalEntities)}
          </Fact>
        </FactList>
      </Box>
      <FilterBar label={t('statePage.filter')}>
        <FilterSelect
          label={t('syncPage.kind')}
          all={t('syncPage.allKinds')}
          options={Object.keys(byType).filter(totalOf)}
          labelOf={name => `${labelOf(name)} (${formatCount(totalOf(name))})`}
          value={kind}
          onChange={setKind}
        />
        <SearchField
          label={t('syncPage.searchChanges')}
          value={q}
          onChange={setQ}
        />
      </FilterBar>
      <PagedList
        pages={{ ...pages, total }}
        isFiltered={Boolean(kind || q)}
        emptyTitle={t('statePage.empty')}
      >
        <VirtualList
          items={pages.items}
          keyOf={keyOf}
          estimatedHeight={ESTIMATED_HEIGHT}
          total={total}
          onEnd={onEndOf(pages)}
          className={classes.list}
          itemClassName={classes.item}
          renderItem={entity => (
            <StateEntityItem
              entity={entity}
              sync={sync}
              open={open.includes(entity.entityRef)}
              onToggle={() => setOpen(xor(open, [entity.entityRef]))}
            />
          )}
        />
      </PagedList>
    </>
  );
}

function keyOf({ entityRef }: StateEntity): string {
  return entityRef;
}
