// Runs the fault tests, all or those whose name contains the argument; see the README.

import { stringifyError } from '@backstage/errors';
import { PostgresServer } from './harness/PostgresServer';
import { ReplicaProcesses } from './harness/ReplicaProcesses';
import { Site, SpecialSite, Surroundings } from './harness/Site';
import { DatabaseKind } from './harness/SiteDatabase';
import { Tally } from './harness/Tally';
import { FILTERS } from './options';
import { catalog } from './scenarios/catalog';
import { clock } from './scenarios/clock';
import { daylightSaving } from './scenarios/daylightSaving';
import { disk } from './scenarios/disk';
import { events } from './scenarios/events';
import { exports } from './scenarios/exports';
import { frozen } from './scenarios/frozen';
import { github } from './scenarios/github';
import { hostile } from './scenarios/hostile';
import { killed, killedWithTwoSources } from './scenarios/killed';
import { migration } from './scenarios/migration';
import { outage } from './scenarios/outage';
import { pool } from './scenarios/pool';
import { releases } from './scenarios/releases';
import { replicas } from './scenarios/replicas';
import { schedule } from './scenarios/schedule';
import { Scenario, withTwoSources } from './scenarios/Scenario';
import { shutdown } from './scenarios/shutdown';
import { soak } from './scenarios/soak';
import { steering } from './scenarios/steering';
import { manySources, oneSource, sources } from './scenarios/sources';
import { webhooks } from './scenarios/webhooks';

/** Longest first. */
const FAMILIES = [
  hostile,
  replicas,
  killed,
  killedWithTwoSources,
  outage,
  steering,
  soak,
  manySources,
  sources,
  events,
  frozen,
  github,
  releases,
  exports,
  clock,
  daylightSaving,
  schedule,
  catalog,
  webhooks,
  shutdown,
  migration,
  pool,
  withTwoSources(pool),
  withTwoSources(catalog),
  oneSource,
  disk,
];

/** Much of the time goes by in waiting. */
const LANES = 2;

/** Scenarios of one family that run in one site. */
interface Job {
  kind: DatabaseKind;
  special?: SpecialSite;
  scenarios: Scenario[];
}

async function main(): Promise<boolean> {
  const jobs = listJobs();
  if (jobs.length === 0) {
    throw new Error(`No scenario has one of '${FILTERS}' in its name`);
  }
  const tally = new Tally();
  const lanes: Surroundings[] = [];
  for (let lane = 0; lane < Math.min(LANES, jobs.length); lane++) {
    lanes.push({
      tally,
      processes: new ReplicaProcesses(),
      // Of its own, because some scenarios stop it.
      server: await PostgresServer.start(),
    });
  }
  const failures = await Promise.all(
    lanes.map(surroundings => runLane(surroundings, jobs)),
  );
  console.log(`\n${tally}`);
  return failures.every(count => count === 0) && tally.isClean();
}

function listJobs(): Job[] {
  return FAMILIES.flatMap(({ databases, special, scenarios }) =>
    databases.map(kind => ({
      kind,
      special,
      scenarios: scenarios
        .map(({ name, run }) => ({ name: `${name}, on ${kind}`, run }))
        .filter(({ name }) => isAskedFor(name)),
    })),
  ).filter(({ scenarios }) => scenarios.length > 0);
}

function isAskedFor(name: string): boolean {
  return FILTERS.length === 0 || FILTERS.some(part => name.includes(part));
}

/**
 * Takes jobs until there are none.
 *
 * @returns how many scenarios failed
 */
async function runLane(
  surroundings: Surroundings,
  jobs: Job[],
): Promise<number> {
  let failures = 0;
  try {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      failures += await runJob(surroundings, job);
    }
  } finally {
    surroundings.processes.close();
    await surroundings.server.stop();
  }
  return failures;
}

async function runJob(
  surroundings: Surroundings,
  { kind, special, scenarios }: Job,
): Promise<number> {
  let failures = 0;
  let site: Site | undefined;
  for (const scenario of scenarios) {
    site ??= await Site.create(surroundings, kind, special);
    if (!(await runScenario(site, scenario))) {
      failures += 1;
      // What is left is of no use to the next one.
      await site.close();
      site = undefined;
    }
  }
  await site?.close();
  return failures;
}

async function runScenario(
  site: Site,
  { name, run }: Scenario,
): Promise<boolean> {
  const started = performance.now();
  const seconds = () =>
    `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;
  try {
    const measured = await run(site);
    const note = measured ? ` (${measured})` : '';
    console.log(`ok      ${seconds()}  ${name}${note}`);
    return true;
  } catch (error) {
    console.log(
      `FAILED  ${seconds()}  ${name}\n${stringifyError(
        error,
      )}\n${site.output()}`,
    );
    return false;
  }
}

main().then(
  ok => process.exit(ok ? 0 : 1),
  error => {
    console.error(error);
    process.exit(1);
  },
);
