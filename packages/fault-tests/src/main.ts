// Runs the fault tests, all or those whose name contains the argument.

import { PostgresServer } from './harness/PostgresServer';
import { ReplicaProcesses } from './harness/ReplicaProcesses';
import { Site, Surroundings } from './harness/Site';
import { DatabaseKind } from './harness/SiteDatabase';
import { Tally } from './harness/Tally';
import { disk } from './scenarios/disk';
import { killed } from './scenarios/killed';
import { migration } from './scenarios/migration';
import { outage } from './scenarios/outage';
import { pool } from './scenarios/pool';
import { replicas } from './scenarios/replicas';
import { Scenario, ScenarioFamily } from './scenarios/Scenario';
import { shutdown } from './scenarios/shutdown';

const FAMILIES = [killed, shutdown, migration, outage, disk, pool, replicas];

async function main(filter: string): Promise<boolean> {
  const tally = new Tally();
  const surroundings = {
    tally,
    processes: new ReplicaProcesses(),
    server: await PostgresServer.start(),
  };
  let failures = 0;
  try {
    for (const family of FAMILIES) {
      for (const kind of family.databases) {
        failures += await runFamily(surroundings, family, kind, filter);
      }
    }
  } finally {
    surroundings.processes.close();
    await surroundings.server.stop();
  }
  console.log(`\n${tally}`);
  return failures === 0 && tally.lost === 0;
}

/** @returns how many scenarios failed */
async function runFamily(
  surroundings: Surroundings,
  family: ScenarioFamily,
  kind: DatabaseKind,
  filter: string,
): Promise<number> {
  let failures = 0;
  let site: Site | undefined;
  for (const scenario of family.scenarios) {
    const title = `${scenario.name}, on ${kind}`;
    if (title.includes(filter)) {
      site ??= await Site.create(surroundings, kind, family.special);
      if (!(await runScenario(site, scenario, title))) {
        failures += 1;
        // What is left is of no use to the next one.
        await site.close();
        site = undefined;
      }
    }
  }
  await site?.close();
  return failures;
}

async function runScenario(
  site: Site,
  scenario: Scenario,
  title: string,
): Promise<boolean> {
  const started = performance.now();
  const seconds = () =>
    `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;
  try {
    await scenario.run(site);
    console.log(`ok      ${seconds()}  ${title}`);
    return true;
  } catch (error) {
    console.log(`FAILED  ${seconds()}  ${title}\n${error}\n${site.output()}`);
    return false;
  }
}

main(process.argv[2] ?? '').then(
  ok => process.exit(ok ? 0 : 1),
  error => {
    console.error(error);
    process.exit(1);
  },
);
