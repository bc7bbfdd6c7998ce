import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import {
  COMMIT,
  createFinding,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { FindingsTab, groupFindings } from './FindingsTab';

expect.extend(toHaveNoViolations);

async function renderTab(findings: FakeStaticDataApi['findings']) {
  const api = new FakeStaticDataApi();
  api.findings = findings;
  return renderWithApi(<FindingsTab sync={createSync()} />, api);
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
      name: 'SYNTAX: 2 errors',
    });
    expect(within(errors).getAllByText(/Correct the file/)).toHaveLength(1);
    const [first, second] = within(errors).getAllByRole('listitem');
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
      name: 'MISSING_BUILD_FILE: 1 warning',
    });
    expect(within(warnings).getByText('build.gradle')).toBeVisible();
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

    expect(await screen.findByText('Fixed: 1 error')).toBeVisible();
  });

  it('folds stack traces', async () => {
    await renderTab([createFinding({ stackTrace: 'at x.ts:1' })]);

    expect(await screen.findByText('at x.ts:1')).not.toBeVisible();
    await userEvent.click(screen.getByText('Stack trace'));
    expect(screen.getByText('at x.ts:1')).toBeVisible();
  });

  it('filters by severity and state', async () => {
    await renderTab([
      createFinding({ message: 'Old error', state: 'known' }),
      createFinding({ message: 'New error' }),
      createFinding({ message: 'A warning', severity: 'warning' }),
    ]);
    await screen.findByText('3 of 3 shown');

    await userEvent.selectOptions(screen.getByLabelText('Severity'), 'error');
    await screen.findByText('2 of 2 shown');
    expect(screen.queryByText('A warning')).toBeNull();
    await userEvent.selectOptions(screen.getByLabelText('State'), 'new');
    await screen.findByText('1 of 1 shown');
    expect(screen.getByText('New error')).toBeVisible();
    await userEvent.selectOptions(screen.getByLabelText('State'), 'fixed');
    expect(
      await screen.findByText('Nothing matches the filters'),
    ).toBeVisible();
  });

  it('reads 10,000 errors page by page, in one group', async () => {
    await renderTab(
      Array.from({ length: 10_000 }, (_, index) =>
        createFinding({ line: index + 1 }),
      ),
    );

    expect(await screen.findByText('100 of 10,000 shown')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(
      await screen.findByRole('region', { name: 'SYNTAX: 200 errors shown' }),
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
    await screen.findByText('3 of 3 shown');

    expect(await axe(container)).toHaveNoViolations();
  });
});

describe('groupFindings', () => {
  it('puts together what is of one kind, in the order of its first', () => {
    const findings = [
      createFinding({ message: '1' }),
      createFinding({ message: '2', code: 'SCHEMA' }),
      createFinding({ message: '3', state: 'known' }),
      createFinding({ message: '4', severity: 'warning' }),
    ];

    expect(
      groupFindings(findings).map(group =>
        group.findings.map(({ message }) => message),
      ),
    ).toEqual([['1', '3'], ['2'], ['4']]);
  });

  it('has a hint where all of a kind take the same thing to mend', () => {
    const [same] = groupFindings([createFinding(), createFinding()]);
    const [different] = groupFindings([
      createFinding({ hint: 'Correct a.' }),
      createFinding({ hint: 'Correct b.' }),
      createFinding({ hint: 'Correct a.' }),
    ]);

    expect(same.hint).toBe(createFinding().hint);
    expect(different.hint).toBeUndefined();
  });

  it('keeps what was fixed apart', () => {
    const [open, fixed] = groupFindings([
      createFinding(),
      createFinding({ state: 'fixed' }),
    ]);

    expect(open.fixed).toBe(false);
    expect(fixed.fixed).toBe(true);
  });
});
