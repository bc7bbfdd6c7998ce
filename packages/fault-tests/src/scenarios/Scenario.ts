import { Site, SpecialSite } from '../harness/Site';
import { DatabaseKind } from '../harness/SiteDatabase';

/** Breaks something in a site, and throws unless the product copes. */
export interface Scenario {
  name: string;
  /** @returns what was measured, if anything was */
  run(site: Site): Promise<string | void>;
}

/** Scenarios that run one after the other in one site, and share its processes. */
export interface ScenarioFamily {
  databases: DatabaseKind[];
  special?: SpecialSite;
  scenarios: Scenario[];
}

/** The same with two sources, whose syncs are at the same point when something breaks. */
export function withTwoSources(family: ScenarioFamily): ScenarioFamily {
  return {
    databases: ['PostgreSQL'],
    special: { ...family.special, sources: 2 },
    scenarios: family.scenarios.map(({ name, run }) => ({
      name: `two sources, ${name}`,
      run,
    })),
  };
}
