import { resolve } from 'node:path';
import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  ANY_HOST,
  countApiRelationships,
  mapKinds,
  parseSource,
  SOURCE_LIMITS,
  SourceFilesConfig,
  transformSource,
} from '@internal/plugin-static-data-model';
import countBy from 'lodash/countBy';
import { DirectorySourceReader } from '../source/directory/DirectorySourceReader';
import { readBuildFiles } from './readBuildFiles';

const EXAMPLES = resolve(__dirname, '../../../../examples');

const { signal } = new AbortController();

/** Makes the entities of one of the sample sources. */
async function readExample(
  directory: string,
  files: Partial<SourceFilesConfig> = {},
  catalogRefs = new Set<string>(),
) {
  const findings: SyncFinding[] = [];
  const report = (finding: SyncFinding) => void findings.push(finding);
  const paths = {
    ...mapKinds((_, { place }) => place.defaultPath),
    ...files,
  };
  const source = new DirectorySourceReader({
    source: {
      type: 'directory',
      directory,
      path: resolve(EXAMPLES, directory),
    },
    files: paths,
    hosts: [{ host: ANY_HOST, type: 'any', access: 'own' }],
    limits: SOURCE_LIMITS,
  });
  const read = await source.read({ signal });
  const parsed = await parseSource('files' in read ? read.files : [], {
    files: paths,
    report,
    signal,
  });
  const { applications } = parsed;
  const { references } = await readBuildFiles({
    applications,
    stored: [],
    source,
    report,
    signal,
  });
  const { entities } = await transformSource(parsed, {
    locationOf: path => source.locationOf(path),
    hosts: source.hosts,
    buildFiles: references,
    heldRefs: new Set(),
    catalogRefs,
    report,
    signal,
  });
  return {
    findings,
    refs: entities.map(({ entityRef }) => entityRef),
    entities: entities.map(({ entity }) => entity),
  };
}

const readCompany = () => readExample('static-data');

/** As `app-config.sources.yaml` has it. */
const readPlatform = (catalogRefs?: string[]) =>
  readExample(
    'monorepo',
    {
      applications: 'architecture/applications.yaml',
      squads: 'architecture/teams.yaml',
      boundedContexts: 'architecture/contexts.yaml',
      contracts: 'apis',
    },
    new Set(catalogRefs),
  );

describe('the sample sources', () => {
  it('have nothing that is wrong, side by side', async () => {
    const company = await readCompany();
    const platform = await readPlatform(company.refs);
    expect([...company.findings, ...platform.findings]).toEqual([]);
    expect(countBy(platform.entities, 'kind')).toEqual({
      API: 7,
      Component: 8,
      Domain: 1,
      Group: 2,
      System: 2,
    });
    expect(countApiRelationships(platform.entities)).toEqual({
      componentsWithApis: 8,
      totalProvidesApis: 7,
      totalConsumesApis: 18,
    });
  });

  it('have no entity in common', async () => {
    const [company, platform] = [await readCompany(), await readPlatform()];
    const both = new Set([...company.refs, ...platform.refs]);
    expect(both.size).toBe(company.refs.length + platform.refs.length);
  });

  it('are no whole without the first, to which the second refers', async () => {
    const { findings } = await readPlatform();
    expect(countBy(findings, 'code')).toEqual({ UNKNOWN_REFERENCE: 7 });
  });

  it('tell the applications of one repository apart, with the projects and scripts of each', async () => {
    const { entities } = await readPlatform((await readCompany()).refs);
    const relationsOf = (name: string) => {
      const { spec } = entities.find(
        ({ kind, metadata }) => kind === 'Component' && metadata.name === name,
      )!;
      return { provides: spec?.providesApis, consumes: spec?.consumesApis };
    };
    // Two projects that its settings include.
    expect(relationsOf('telemetry-pipeline')).toEqual({
      provides: ['api:default/observability-metrics-api-v1'],
      consumes: [
        'api:default/runtime-platform-config-api-v1',
        'api:default/runtime-platform-job-events-v1',
      ],
    });
    // A script that it applies.
    expect(relationsOf('platform-cli')).toEqual({
      provides: undefined,
      consumes: [
        'api:default/runtime-platform-config-api-v1',
        'api:default/runtime-platform-feature-flag-api-v2',
      ],
    });
    // APIs of the other source.
    expect(relationsOf('audit-trail').consumes).toEqual([
      'api:default/customer-core-customer-api-v1',
      'api:default/identity-access-session-api-v1',
      'api:default/runtime-platform-flagchanged-v1',
    ]);
  });
});
