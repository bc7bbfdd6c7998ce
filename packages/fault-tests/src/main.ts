// Runs the fault tests, all or those whose name contains the argument.

import { PostgresServer } from './harness/PostgresServer';
import { ReplicaProcesses } from './harness/ReplicaProcesses';
import {
  DatabaseKind,
  PostgresSiteDatabase,
  SqliteSiteDatabase,
} from './harness/SiteDatabase';
import { Site } from './harness/Site';
import { Tally } from './harness/Tally';
import { killed } from './scenarios/killed';
import { migration } from './scenarios/migration';
import { outage } from './scenarios/outage';
import { shutdown } from './scenarios/shutdown';
import { ScenarioFamily } from './scenarios/Scenario';

const FAMILIES: ScenarioFamily[] = [killed, shutdown, migration, outage];

async function main(filter: string): Promise<boolean> {
  const tally = new Tally();
  const server = await PostgresServer.start();
  const processes = new ReplicaProcesses();
  let failures = 0;
  let sites = 0;
  try {
    for (const family of FAMILIES) {
      for (const kind of family.databases) {
        sites += 1;
        failures += await runFamily({
          family,
          kind,
          server,
          tally,
          processes,
          filter,
          prefix: `faults_${sites}_`,
        });
      }
    }
  } finally {
    processes.close();
    await server.stop();
  }
  console.log(`\n${tally}`);
  return failures === 0 && tally.lost === 0;
}

async function runFamily(options: {
  family: ScenarioFamily;
  kind: DatabaseKind;
  server: PostgresServer;
  tally: Tally;
  processes: ReplicaProcesses;
  filter: string;
  prefix: string;
}): Promise<number> {
  const { family, kind, server, tally, processes, filter, prefix } = options;
  let attempts = 0;
  let failures = 0;
  let site: Site | undefined;
  for (const { name, run } of family.scenarios) {
    const title = `${name}, on ${kind}`;
    if (!title.includes(filter)) {
      continue;
    }
    attempts += 1;
    site ??= await Site.create({
      tally,
      processes,
      server,
      createDatabase: directory => {
        const sitePrefix = `${prefix}${attempts}_`;
        if (family.createDatabase) {
          return family.createDatabase({
            server,
            directory,
            prefix: sitePrefix,
          });
        }
        return kind === 'SQLite'
          ? new SqliteSiteDatabase({ directory })
          : new PostgresSiteDatabase({ server, prefix: sitePrefix });
      },
    });
    const started = performance.now();
    const seconds = () =>
      `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;
    try {
      await run(site);
      console.log(`ok      ${seconds()}  ${title}`);
    } catch (error) {
      failures += 1;
      console.log(`FAILED  ${seconds()}  ${title}\n${error}\n${site.output()}`);
      // What is left is of no use to the next one.
      await site.close();
      site = undefined;
    }
  }
  await site?.close();
  return failures;
}

main(process.argv[2] ?? '').then(
  ok => process.exit(ok ? 0 : 1),
  error => {
    console.error(error);
    process.exit(1);
  },
);
