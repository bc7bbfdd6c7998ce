import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  EntityHistoryEntry,
  FieldDifference,
} from '@internal/plugin-static-data-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReactElement } from 'react';
import {
  COMMIT,
  createEntityHistoryEntry,
  createPin,
  createSource,
  createSync,
  FakeStaticDataApi,
} from '../__testUtils__';
import { runAxe } from '../__testUtils__/runAxe';
import { renderWithApi } from '../__testUtils__/renderWithApi';
import { createResponseError } from '../__testUtils__/responseErrors';
import {
  EntitySyncHistoryCard,
  EntitySyncHistoryContent,
} from './EntitySyncHistory';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout' },
};

async function renderEntity(
  element: ReactElement,
  history: EntityHistoryEntry[],
  change: (api: FakeStaticDataApi) => void = () => {},
) {
  const api = new FakeStaticDataApi();
  api.entityHistory = history;
  change(api);
  return renderWithApi(
    <EntityProvider entity={entity}>{element}</EntityProvider>,
    api,
  );
}

const older = createEntityHistoryEntry({
  change: 'added',
  syncId: '0193a000-0000-7000-8000-000000000000',
  startTime: '2026-05-03T12:30:00.000Z',
});

describe('EntitySyncHistoryCard', () => {
  it('says which sync changed the entity last, from which commit, file and line', async () => {
    const { container } = await renderEntity(<EntitySyncHistoryCard />, [
      createEntityHistoryEntry({ dryRun: true, syncId: 'preview' }),
      createEntityHistoryEntry(),
      older,
    ]);

    const value = async (label: string) =>
      (await screen.findByText(label)).nextElementSibling as HTMLElement;
    expect(await value('Last change')).toHaveTextContent(
      'Updatedlifecycle: experimental → production',
    );
    expect(within(await value('Sync')).getByRole('link')).toHaveAttribute(
      'href',
      `/static-data-settings/syncs/${createSync().id}`,
    );
    expect(
      await within(await value('Revision')).findByRole('link'),
    ).toHaveAttribute(
      'href',
      `https://github.com/acme/architecture/commit/${COMMIT}`,
    );
    expect(within(await value('File')).getByRole('link')).toHaveAttribute(
      'href',
      `https://github.com/acme/architecture/blob/${COMMIT}/data/applications.json#L12`,
    );
    const [before] = screen.getAllByRole('listitem');
    expect(before).toHaveTextContent('Added');
    expect(within(before).getByRole('link')).toHaveAttribute(
      'href',
      `/static-data-settings/syncs/${older.syncId}`,
    );
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('says in words which fields changed, by whom and in which commit', async () => {
    const field = (path: string, before?: unknown, after?: unknown) =>
      ({ path, before, after } as FieldDifference);
    const withFields = (
      syncId: string,
      fields: FieldDifference[],
      fieldCount = fields.length,
    ) =>
      createEntityHistoryEntry({
        syncId,
        differences: { fields, fieldCount },
        provenance: {
          from: 'b'.repeat(40),
          to: COMMIT,
          commits: [
            { id: COMMIT, author: 'Ann Lee', subject: `Commit of ${syncId}` },
          ],
          commitCount: 1,
        },
      });
    await renderEntity(<EntitySyncHistoryCard />, [
      withFields(
        'latest',
        [
          field('/spec/owner', 'group:default/a', 'group:default/b'),
          field('/metadata/tags', ['x', 'y'], ['y', 'z']),
          field('/metadata/description', 'short', 'long '.repeat(20)),
        ],
        5,
      ),
      withFields('second', [
        field('/metadata/annotations/acme.com~1tier', undefined, '1'),
        field('/spec/lifecycle', 'beta'),
        field('/spec/consumesApis', ['p', 'q'], ['q', 'p']),
      ]),
      withFields('third', [
        field(
          '/metadata/description',
          'Gives money back, once and only once, and at once.',
          'Gives money back, once and only once, and within a day.',
        ),
      ]),
    ]);

    const lastChange = (await screen.findByText('Last change'))
      .nextElementSibling;
    expect(lastChange).toHaveTextContent(
      'Updatedowner: a → btags: −x, +zdescription rewrittenand 2 more fields',
    );
    expect(screen.getByText(/Commit of latest \(Ann Lee\)/)).toBeVisible();
    const [before] = screen
      .getAllByRole('listitem')
      .filter(item => item.textContent?.includes('Commit of second'));
    expect(before).toHaveTextContent('acme.com/tier set to 1');
    expect(before).toHaveTextContent('lifecycle removed, was beta');
    expect(before).toHaveTextContent('consumesApis reordered');
    expect(before).toHaveTextContent('Commit of second (Ann Lee)');
    expect(
      screen.getByText('description: …and at once… → …and within a day…'),
    ).toBeVisible();
  });

  it('says that its source is pinned, and lets the reader end that', async () => {
    const api = new FakeStaticDataApi();
    api.entityHistory = [createEntityHistoryEntry()];
    api.sources = [
      createSource({
        id: 'core',
        steering: { pause: null, pin: createPin() },
      }),
    ];
    const { container } = await renderWithApi(
      <EntityProvider
        entity={{
          ...entity,
          metadata: {
            ...entity.metadata,
            annotations: { 'static-data/source': 'core' },
          },
        }}
      >
        <EntitySyncHistoryCard />
      </EntityProvider>,
      api,
    );

    expect(
      await screen.findByRole('group', { name: 'Steering of the syncs' }),
    ).toHaveTextContent(/^Pinned to v1\.2 \(4f2a9c8\) by jane\.doe/);
    expect(await runAxe(container)).toHaveNoViolations();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Unpin…' }),
    );
    await screen.findByRole('dialog', { name: 'Unpin the source?' });
    expect(api.refreshes).toEqual([{ source: 'core', dryRun: true }]);
  });

  it('shows its changes although its source is not to be found', async () => {
    const api = new FakeStaticDataApi();
    api.entityHistory = [createEntityHistoryEntry()];
    await renderWithApi(
      <EntityProvider
        entity={{
          ...entity,
          metadata: {
            ...entity.metadata,
            annotations: { 'static-data/source': 'gone' },
          },
        }}
      >
        <EntitySyncHistoryCard />
      </EntityProvider>,
      api,
    );

    expect(await screen.findByText('Last change')).toBeVisible();
    expect(screen.queryByRole('group')).not.toBeInTheDocument();
  });

  it('says which permission it takes to see the history', async () => {
    const error = await createResponseError(403, 'Forbidden');
    await renderEntity(<EntitySyncHistoryCard />, [], api => {
      api.error = error;
    });

    expect(
      await screen.findByText('You are not allowed to see this'),
    ).toBeVisible();
    expect(screen.getByText(/"staticData.sync.read"/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
  });

  it('says that no sync has changed the entity', async () => {
    await renderEntity(<EntitySyncHistoryCard />, []);

    expect(
      await screen.findByText(/No recorded sync has changed this entity/),
    ).toBeVisible();
  });

  it('says that the history cannot be loaded, and tries again', async () => {
    let fake: FakeStaticDataApi | undefined;
    await renderEntity(
      <EntitySyncHistoryCard />,
      [createEntityHistoryEntry()],
      api => {
        api.error = new Error('gone');
        fake = api;
      },
    );
    expect(
      await screen.findByText('The list could not be loaded: gone'),
    ).toBeVisible();

    fake!.error = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    const shown = await screen.findByText('Last change');
    expect(shown).toBeVisible();
    // the button is gone
    await waitFor(() =>
      expect(document.activeElement).toBe(shown.closest('[tabindex]')),
    );
  });
});

describe('EntitySyncHistoryContent', () => {
  it('shows every change with what was different', async () => {
    const { container } = await renderEntity(<EntitySyncHistoryContent />, [
      createEntityHistoryEntry(),
      older,
    ]);

    const [latest, first] = await screen.findAllByRole('article');
    expect(
      within(latest).getByRole('group', {
        name: 'Difference in /spec/lifecycle',
      }),
    ).toHaveTextContent('experimental');
    expect(first).toHaveTextContent('Added');
    // that nobody triggered it says no more
    expect(within(latest).getByText(/Schedule/)).toHaveTextContent('Scheduled');
    expect(await runAxe(container)).toHaveNoViolations();
    expect(screen.queryByText(/^Source/)).not.toBeInTheDocument();
  });

  it('names the source of each change where there are several', async () => {
    const history = [
      createEntityHistoryEntry({ source: 'payments' }),
      { ...older, source: 'core' },
    ];
    await renderEntity(<EntitySyncHistoryContent />, history, api => {
      api.sources = [
        createSource({ id: 'core' }),
        createSource({ id: 'payments' }),
      ];
    });

    expect(await screen.findByRole('link', { name: 'payments' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'core' })).toHaveAttribute(
      'href',
      '/static-data-settings/sources/core',
    );
  });

  it('reads long histories page by page', async () => {
    await renderEntity(
      <EntitySyncHistoryContent />,
      Array.from({ length: 30 }, (_, index) =>
        createEntityHistoryEntry({ syncId: `sync-${index}` }),
      ),
    );

    expect(await screen.findByText('25 shown')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    const shown = await screen.findByText('30 shown');
    expect(shown).toBeVisible();
    // the button is gone
    await waitFor(() => {
      expect(document.body).not.toHaveFocus();
      expect(document.activeElement).toContainElement(shown);
    });
  });

  it('says that there are no changes', async () => {
    await renderEntity(<EntitySyncHistoryContent />, []);

    expect(await screen.findByText('No recorded changes')).toBeVisible();
  });
});
