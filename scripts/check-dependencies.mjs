// Writes bills of materials (CycloneDX) to dist/bill-of-materials: backend.json, of what a
// deployment installs, and app.json, of what the app is built from. Fails if a package in them has a
// licence that is not allowed, or a serious vulnerability is known.
//
//   node scripts/check-dependencies.mjs

import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import satisfies from 'spdx-satisfies';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const billsOfMaterials = join(root, 'dist', 'bill-of-materials');

const PACKAGES = ['backend', 'app'];

/** They ask for no more than a notice. */
const ALLOWED_LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
];

/** Packages, by name and version, whose licences were read, and may be used although the check cannot tell. */
const REVIEWED = new Set([
  // Their manifests name no licence, or none as SPDX does; their files do: Unlicense, MIT or Zlib.
  'fast-shallow-equal@1.0.0',
  'pause-stream@0.0.11',
  'pause@0.0.1',
  'react-universal-interface@0.6.2',
  'tosource@2.0.0-alpha.3',
  // Icons, which may be used and not be sold as icons.
  '@remixicon/react@4.9.0',
  // Tools that @backstage/cli brings; what they make has none of their code.
  'axe-core@4.14.0',
  'rollup-plugin-dts@6.5.1',
]);

/** The severity from which on a vulnerability fails the check. */
const SEVERITY = 'high';

const AUDIT_TIMEOUT_MS = 120_000;

async function writeBillOfMaterials(name) {
  const file = join(billsOfMaterials, `${name}.json`);
  const { status, error, stderr } = spawnSync(
    process.execPath,
    [
      join(
        root,
        'node_modules/@cyclonedx/yarn-plugin-cyclonedx/bin/cyclonedx-yarn-cli.js',
      ),
      '--production',
      // Without the address of the registry that they came from.
      '--short-PURLs',
      '--output-reproducible',
      '--output-file',
      file,
    ],
    { cwd: join(root, 'packages', name), encoding: 'utf8' },
  );
  if (error || status !== 0) {
    throw new Error(`No bill of materials of ${name}: ${error ?? stderr}`);
  }
  const { components } = JSON.parse(await readFile(file, 'utf8'));
  console.log(`${components.length} packages in ${file}`);
  return components;
}

function findWrongLicence({ group, name, version, licenses = [] }) {
  const id = `${group ? `${group}/` : ''}${name}@${version}`;
  const licences = licenses.map(
    ({ expression, license }) => expression ?? license.id ?? license.name,
  );
  const isRight = licences.length > 0 && licences.every(isAllowed);
  return isRight || REVIEWED.has(id)
    ? []
    : [`${id}: ${licences.join(', ') || 'no licence'}`];
}

function isAllowed(licence) {
  try {
    return satisfies(licence, ALLOWED_LICENCES);
  } catch {
    // Not an SPDX expression.
    return false;
  }
}

/** @returns undefined where the registry does not say */
function findVulnerabilities() {
  const { status, stdout } = spawnSync(
    'yarn',
    [
      ...['npm', 'audit', '--all', '--recursive', '--json'],
      '--no-deprecations',
      ...['--environment', 'production', '--severity', SEVERITY],
    ],
    {
      cwd: root,
      encoding: 'utf8',
      timeout: AUDIT_TIMEOUT_MS,
      shell: process.platform === 'win32',
    },
  );
  const found = (stdout ?? '').split('\n').flatMap(readAdvisory);
  return status === 0 || found.length > 0 ? found : undefined;
}

/** Each advisory is a line of JSON. */
function readAdvisory(line) {
  try {
    const { value, children } = JSON.parse(line);
    return [`${value}: ${children.Severity}, ${children.Issue}`];
  } catch {
    return [];
  }
}

await mkdir(billsOfMaterials, { recursive: true });
const problems = new Set();
for (const name of PACKAGES) {
  const components = await writeBillOfMaterials(name);
  for (const problem of components.flatMap(findWrongLicence)) {
    problems.add(`Licence not allowed: ${problem}`);
  }
}
const vulnerabilities = findVulnerabilities();
if (vulnerabilities) {
  vulnerabilities.forEach(one => problems.add(`Vulnerability: ${one}`));
} else {
  console.log(
    'Known vulnerabilities: skipped, because the registry does not say',
  );
}

problems.forEach(problem => console.error(problem));
console.log(
  problems.size === 0 ? 'The dependencies are in order' : 'See above',
);
process.exitCode = problems.size === 0 ? 0 : 1;
