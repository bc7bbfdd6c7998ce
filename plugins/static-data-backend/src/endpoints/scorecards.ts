import {
  ScorecardPage,
  scorecardsQuerySchema,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { PageCursor, positionParts } from '../http/PageCursor';
import { listScorecards } from '../service/scorecards';
import { UNKNOWN_SOURCE } from '../service/SourceService';

const scorecardsCursor = new PageCursor('scorecards', positionParts.text);

export const scorecardEndpoints: Endpoint[] = [
  defineEndpoint('get', '/scorecards', {
    operationId: 'listScorecards',
    tag: 'Sources',
    summary: 'What concerns each squad',
    description:
      'For every owner of entities: what is wrong with them as of the latest applied sync of each source, what was new and what was fixed in each of eight weeks, and how fresh the data is.',
    permission: staticDataSyncReadPermission,
    query: scorecardsQuerySchema,
    answers: {
      200: json(
        'ScorecardPage',
        'A page of scorecards, in the order of the entity refs of the owners.',
      ),
    },
    refusals: { 404: UNKNOWN_SOURCE },
    async handle({ query, services }): Promise<ScorecardPage> {
      const { cursor, source, ...filters } = query;
      const afterOwner = scorecardsCursor.decode(cursor);
      const { scorecards, from, total, hasMore } = await listScorecards(
        services.store,
        await services.sources.listIds(source),
        { ...filters, afterOwner },
      );
      return {
        scorecards,
        from,
        pagination: {
          ...scorecardsCursor.paginate({
            limit: query.limit,
            hasMore,
            last: scorecards.at(-1)?.owner,
          }),
          total,
        },
      };
    },
  }),
];
