import { ChangeProvenance } from '@internal/plugin-static-data-common';
import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { createSync } from '../../__testUtils__';
import { FactList } from './facts';
import { ProvenanceFacts } from './provenance';

const FROM = 'b'.repeat(40);
const TO = 'c'.repeat(40);
const COMMITS = [
  {
    id: 'd'.repeat(40),
    author: 'Ada',
    subject: 'Rename checkout',
    time: '2026-05-04T12:00:00.000Z',
  },
];

async function renderProvenance(known: Partial<ChangeProvenance>) {
  return renderInTestApp(
    <FactList>
      <ProvenanceFacts
        provenance={{ from: FROM, to: TO, ...known }}
        configSnapshot={createSync().configSnapshot}
      />
    </FactList>,
  );
}

describe('ProvenanceFacts', () => {
  it('names the commit that changed the record', async () => {
    await renderProvenance({
      scope: 'record',
      commits: COMMITS,
      commitCount: 1,
    });
    expect(screen.getByText('Changed by the commit')).toBeVisible();
    expect(screen.getByText(/Rename checkout \(Ada\)/)).toBeVisible();
    expect(screen.getByRole('link', { name: /^ddddddd/ })).toHaveAttribute(
      'href',
      `https://github.com/acme/architecture/commit/${COMMITS[0].id}`,
    );
    expect(screen.getByRole('link', { name: /Compare/ })).toHaveAttribute(
      'href',
      `https://github.com/acme/architecture/compare/${FROM}...${TO}`,
    );
  });

  it('claims no more of commits that touched the file', async () => {
    await renderProvenance({ scope: 'file', commits: COMMITS, commitCount: 9 });
    expect(screen.getByText('9 commits to its file')).toBeVisible();
    expect(screen.getByText('and 8 more commits')).toBeVisible();
  });

  it('says between which revisions it was where commits are not known', async () => {
    await renderProvenance({});
    expect(
      screen.getByText('Somewhere between bbbbbbb and ccccccc'),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: /Compare/ })).toHaveAttribute(
      'href',
      `https://github.com/acme/architecture/compare/${FROM}..${TO}`,
    );
  });

  it('says that no commit changed its own record', async () => {
    await renderProvenance({ scope: 'record', commits: [], commitCount: 0 });
    expect(
      screen.getByText(/its own record did not change between/),
    ).toBeVisible();
  });

  it('names the build file in place of commits that there are not', async () => {
    await renderProvenance({
      scope: 'record',
      commits: [],
      commitCount: 0,
      buildFile: 'acme/cart/build.gradle',
    });
    expect(screen.getByText('acme/cart/build.gradle')).toBeVisible();
    expect(screen.queryByText(/did not change/)).toBeNull();
  });
});
