import { EntityProvider } from '@backstage/plugin-catalog-react';
import { Scorecard } from '@internal/plugin-static-data-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createPin,
  createScorecard,
  createSync,
  FakeStaticDataApi,
} from '../__testUtils__';
import { runAxe } from '../__testUtils__/runAxe';
import { renderWithApi } from '../__testUtils__/renderWithApi';
import { createResponseError } from '../__testUtils__/responseErrors';
import { EntityScorecardCard } from './EntityScorecard';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'Payments-Squad' },
};

async function renderCard(scorecards: Scorecard[], error?: Error) {
  const api = new FakeStaticDataApi();
  api.scorecards = scorecards;
  api.error = error;
  const view = await renderWithApi(
    <EntityProvider entity={entity}>
      <EntityScorecardCard />
    </EntityProvider>,
    api,
  );
  return { api, ...view };
}

const valueOf = async (label: string) =>
  (await screen.findByText(label)).nextElementSibling;

const syncPage = `/static-data-settings/syncs/${createSync().id}`;

describe('EntityScorecardCard', () => {
  it('says what is wrong now, what was new and fixed, and how fresh it is', async () => {
    const { container } = await renderCard([
      createScorecard({ owner: 'group:default/other', errorCount: 99 }),
      createScorecard({ warningCount: 1_200 }),
    ]);

    expect(await valueOf('Errors')).toHaveTextContent('1');
    expect(await valueOf('Warnings')).toHaveTextContent('1,200');
    expect(await valueOf('New in 8 weeks')).toHaveTextContent('5');
    expect(await valueOf('Fixed in 8 weeks')).toHaveTextContent('3');
    expect(await valueOf('Entities')).toHaveTextContent('14');
    const [first, second] = within(
      screen.getByRole('list', { name: 'Findings that concern this group' }),
    ).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      /Error.*SCHEMA.*has no name.*data\/applications.json:12.*Correct the record/,
    );
    expect(within(first).getByRole('link')).toHaveAttribute(
      'href',
      '/catalog/default/component/payment-gateway',
    );
    expect(second).toHaveTextContent('Warning');
    expect(screen.getByText('and 1,199 more')).toBeVisible();
    expect(await valueOf('Data as of')).toHaveTextContent(/ago · All findings/);
    expect(screen.getByRole('link', { name: 'All findings' })).toHaveAttribute(
      'href',
      `${syncPage}?tab=findings&owner=group%3Adefault%2Fpayments-squad`,
    );
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('says in which weeks something was new or fixed, in words too', async () => {
    await renderCard([createScorecard()]);
    const weeks = within(
      await screen.findByRole('list', { name: 'New and fixed by week' }),
    ).getAllByRole('img');
    expect(weeks).toHaveLength(8);
    expect(weeks[1]).toHaveAccessibleName('Week from Jan 12: 4 new, 0 fixed');
    const heightsOf = (week: HTMLElement) =>
      [...week.children].map(half =>
        half.querySelector('span')?.style.getPropertyValue('height'),
      );
    expect(heightsOf(weeks[1])).toEqual(['100%', undefined]);
    expect(heightsOf(weeks[5])).toEqual(['25%', '50%']);
  });

  it('shows no weeks if nothing was new or fixed in any', async () => {
    await renderCard([createScorecard({ newCount: 0, fixedCount: 0 })]);
    expect(await valueOf('New in 8 weeks')).toHaveTextContent('0');
    expect(
      screen.queryByRole('list', { name: 'New and fixed by week' }),
    ).not.toBeInTheDocument();
  });

  it('says that nothing is wrong', async () => {
    await renderCard([
      createScorecard({ errorCount: 0, warningCount: 0, findings: [] }),
    ]);
    expect(
      await screen.findByText('No findings concern this group'),
    ).toBeVisible();
    expect(screen.queryByText(/more$/)).not.toBeInTheDocument();
  });

  it('names the sources where there are several, also those that were never applied', async () => {
    const { startTime: dataAsOf, id: syncId } = createSync();
    await renderCard([
      createScorecard({
        sources: [
          { source: 'core', entityCount: 3, dataAsOf, syncId, pin: null },
          {
            source: 'new',
            entityCount: 0,
            dataAsOf: null,
            syncId: null,
            pin: null,
          },
        ],
      }),
    ]);
    expect(await screen.findByRole('link', { name: 'core' })).toHaveAttribute(
      'href',
      '/static-data-settings/sources/core',
    );
    expect(screen.getByText('Nothing has been applied yet')).toBeVisible();
  });

  it('says what a source is pinned to, which a recent sync has only read again', async () => {
    const dataAsOf = new Date().toISOString();
    const [source] = createScorecard().sources;
    await renderCard([
      createScorecard({ sources: [{ ...source, dataAsOf, pin: createPin() }] }),
    ]);
    expect(await valueOf('Data as of')).toHaveTextContent(
      /^v1\.2 \(4f2a9c8\), synced .* · All findings$/,
    );
  });

  it('says that nothing belongs to the group', async () => {
    await renderCard([]);
    expect(
      await screen.findByText(
        'Nothing in the synchronised sources belongs to this group.',
      ),
    ).toBeVisible();
  });

  it('says why it could not be loaded, and tries again', async () => {
    const { api } = await renderCard([createScorecard()], new Error('Gone'));
    expect(await screen.findByRole('alert')).toHaveTextContent('Gone');
    api.error = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Errors')).toBeVisible();
  });

  it('says which permission a reader lacks', async () => {
    await renderCard([], await createResponseError(403, 'Forbidden'));
    expect(await screen.findByText(/staticData\.sync\.read/)).toBeVisible();
  });
});
