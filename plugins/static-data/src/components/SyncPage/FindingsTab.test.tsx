import { SyncFindingCode } from '@internal/plugin-static-data-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  COMMIT,
  createFinding,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { FindingsTab, groupTotals } from './FindingsTab';

async function renderTab(
  findings: FakeStaticDataApi['findings'],
  path?: string,
) {
  const api = new FakeStaticDataApi();
  api.findings = findings;
  const { container } = await renderWithApi(
    <FindingsTab sync={createSync()} />,
    api,
    { path },
  );
  return Object.assign(api, { container });
}

describe('FindingsTab', () => {
  it('says once for each kind what can be done, with the place of each finding', async () => {
    await renderTab([
      createFinding(),
      createFinding({ line: 21, state: 'known', entity: 'api:default/orders' }),
      createFinding({
        severity: 'warning',
        code: 'MISSING_BUILD_FILE',
        message: 'The application has no build file',
        hint: 'Add a build file.',
        file: 'build.gradle',
        line: undefined,
      }),
    ]);

    const errors = await screen.findByRole('region', {
      name: '2 errors · Syntax error SYNTAX',
    });
    const [first, second] = await within(errors).findAllByRole('listitem');
    expect(within(errors).getAllByText(/Correct the file/)).toHaveLength(1);
    expect(within(first).getByText('New')).toBeVisible();
    expect(
      within(first).getByRole('link', { name: /^data\/applications.json:17/ }),
    ).toHaveAttribute(
      'href',
      `https://github.com/acme/architecture/blob/${COMMIT}/data/applications.json#L17`,
    );
    expect(within(second).getByText('Known')).toBeVisible();
    expect(within(second).getByRole('link', { name: 'orders' })).toBeVisible();
    const warnings = screen.getByRole('region', {
      name: '1 warning · Missing build file MISSING_BUILD_FILE',
    });
    expect(await within(warnings).findByText('build.gradle')).toBeVisible();
    expect(within(warnings).queryByRole('link')).toBeNull();
  });

  it('says of each finding what can be done where it is not the same for all', async () => {
    await renderTab([
      createFinding({ hint: 'Correct a.' }),
      createFinding({ hint: 'Correct b.' }),
    ]);

    const [first, second] = await screen.findAllByRole('listitem');
    expect(first).toHaveTextContent('Correct a.');
    expect(second).toHaveTextContent('Correct b.');
  });

  it('marks what was fixed', async () => {
    await renderTab([createFinding({ state: 'fixed' })]);

    expect(
      await screen.findByText('Fixed: 1 error · Syntax error'),
    ).toBeVisible();
  });

  it('leaves stack traces to the API', async () => {
    await renderTab([
      createFinding({ message: 'A defect', stackTrace: 'at x.ts:1' }),
    ]);

    expect(await screen.findByText('A defect')).toBeVisible();
    expect(screen.queryByText('at x.ts:1')).toBeNull();
  });

  it('filters by severity and state', async () => {
    await renderTab([
      createFinding({ message: 'Old error', state: 'known' }),
      createFinding({ message: 'New error' }),
      createFinding({ message: 'A warning', severity: 'warning' }),
    ]);
    await screen.findByText('A warning');

    await userEvent.selectOptions(screen.getByLabelText('Severity'), 'error');
    await screen.findByText('Old error');
    expect(screen.queryByText('A warning')).toBeNull();
    await userEvent.selectOptions(screen.getByLabelText('State'), 'new');
    expect(await screen.findByText('New error')).toBeVisible();
    expect(screen.queryByText('Old error')).toBeNull();
    await userEvent.selectOptions(screen.getByLabelText('State'), 'fixed');
    expect(
      await screen.findByText('Nothing matches the filters'),
    ).toBeVisible();
  });

  it('shows what concerns one owner, and what concerns others too when asked', async () => {
    const owner = 'group:default/red';
    await renderTab(
      [
        createFinding({ message: 'Of red', owner }),
        createFinding({ message: 'Of others', owner: 'group:default/blue' }),
      ],
      `/?owner=${encodeURIComponent(owner)}`,
    );

    expect(await screen.findByText('Of red')).toBeVisible();
    expect(screen.getAllByText('Concerns red')).toHaveLength(2);
    expect(screen.queryByText('Of others')).toBeNull();

    await userEvent.click(screen.getByTitle('Show what concerns others too'));
    expect(await screen.findByText('Of others')).toBeVisible();
    expect(screen.getByText('Concerns blue')).toBeVisible();
  });

  it('counts 10,000 errors at once, and reads those of a group when it is opened', async () => {
    const api = await renderTab(
      Array.from({ length: 10_000 }, (_, index) =>
        createFinding({
          line: index + 1,
          code: index % 4 === 0 ? 'SCHEMA' : 'SYNTAX',
        }),
      ),
    );

    expect(
      await screen.findByRole('region', {
        name: '2,500 errors · Record not as expected SCHEMA',
      }),
    ).toBeVisible();
    expect(await screen.findByText('100 of 2,500 shown')).toBeVisible();
    expect(api.findingQueries.map(({ code }) => code)).toEqual([
      undefined,
      ['SCHEMA'],
    ]);

    await userEvent.click(
      screen.getByRole('button', {
        name: '7,500 errors · Syntax error SYNTAX',
      }),
    );
    const group = screen.getByRole('region', {
      name: '7,500 errors · Syntax error SYNTAX',
    });
    expect(await within(group).findByText('100 of 7,500 shown')).toBeVisible();
  });

  it('shows a code that only another release knows as it is', async () => {
    await renderTab([createFinding({ code: 'NEW_CODE' as SyncFindingCode })]);

    expect(
      await screen.findByRole('region', { name: '1 error NEW_CODE' }),
    ).toBeVisible();
  });

  it('says that nothing was wrong', async () => {
    await renderTab([]);

    expect(
      await screen.findByText('This sync found nothing wrong'),
    ).toBeVisible();
  });

  it('has nothing that axe finds', async () => {
    const { container } = await renderTab([
      createFinding({ stackTrace: 'at x.ts:1', entity: 'api:default/orders' }),
      createFinding({ severity: 'warning', state: 'known' }),
      createFinding({ state: 'fixed' }),
    ]);
    expect(await screen.findAllByText('1 of 1 shown')).toHaveLength(3);

    expect(await runAxe(container)).toHaveNoViolations();
  });
});

describe('groupTotals', () => {
  it('puts together what is of one kind, in the order of its first, and what was fixed apart', () => {
    const total = {
      severity: 'error',
      code: 'SYNTAX',
      state: 'new',
      count: 1,
    } as const;

    expect(
      groupTotals([
        total,
        { ...total, code: 'SCHEMA' },
        { ...total, state: 'known', count: 2 },
        { ...total, severity: 'warning' },
        { ...total, state: 'fixed', count: 4 },
      ]).map(({ states, count }) => [states, count]),
    ).toEqual([
      [['new', 'known'], 3],
      [['new'], 1],
      [['new'], 1],
      [['fixed'], 4],
    ]);
  });
});
