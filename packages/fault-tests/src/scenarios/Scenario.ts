import { DatabaseKind, SiteDatabase } from '../harness/SiteDatabase';
import { PostgresServer } from '../harness/PostgresServer';
import { Site } from '../harness/Site';

/** Breaks something in a site, and throws unless the product copes. */
export interface Scenario {
  name: string;
  run(site: Site): Promise<void>;
}

/** Scenarios that run one after the other in one site, and share its processes. */
export interface ScenarioFamily {
  databases: DatabaseKind[];
  scenarios: Scenario[];
  /** Only where the databases of the family are special. */
  createDatabase?: (options: {
    server: PostgresServer;
    prefix: string;
    directory: string;
  }) => SiteDatabase;
}
