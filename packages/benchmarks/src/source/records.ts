import { createRandom, integer, pick } from './random';
import { idOf, SourcePlan } from './sourcePlan';
import { description } from './words';

/** What the generated organisation is called where repositories are. */
export const ORGANISATION = 'acme';

const TAGS = ['java', 'kotlin', 'postgresql', 'kafka', 'pci', 'batch'] as const;

/** Makes a record; a revised one has another description. */
export type CreateRecord = (
  plan: SourcePlan,
  index: number,
  isRevised: boolean,
) => object;

/** A domain; all but the first ten are part of another. */
export const createDomain: CreateRecord = (_plan, index, isRevised) => ({
  id: idOf('domain', index),
  name: `Domain ${index}`,
  description: describe(1_000_000 + index, isRevised),
  owner: idOf('squad', 0),
  ...(index >= 10 && { subdomainOf: idOf('domain', index % 10) }),
});

/** A squad. */
export const createSquad: CreateRecord = (_plan, index, isRevised) => ({
  id: idOf('squad', index),
  name: `Squad ${index}`,
  description: describe(2_000_000 + index, isRevised),
  githubTeam: `squad-${index}`,
  ...(index > 0 && { parent: idOf('squad', 0) }),
  members: Array.from(
    { length: 3 + (index % 5) },
    (_, member) => `user-${index}-${member}`,
  ),
});

/** A bounded context. */
export const createBoundedContext: CreateRecord = (plan, index, isRevised) => ({
  id: idOf('boundedContext', index),
  name: `Bounded context ${index}`,
  description: describe(3_000_000 + index, isRevised),
  ownerSquadId: idOf('squad', index % plan.squad),
  domain: idOf('domain', index % plan.domain),
});

/** An application; one in ten has no repository. */
export const createApplication: CreateRecord = (plan, index, isRevised) => {
  const random = createRandom(4_000_000 + index);
  const id = idOf('application', index);
  return {
    id,
    name: `Application ${index}`,
    description: describe(4_000_000 + index, isRevised),
    applicationType: pick(random, ['service', 'website', 'library']),
    status: pick(random, ['production', 'experimental', 'deprecated']),
    inContextOfBoundedContextId: idOf(
      'boundedContext',
      index % plan.boundedContext,
    ),
    supportedBySquadsIds: [
      idOf('squad', index % plan.squad),
      idOf('squad', (index + 1) % plan.squad),
    ].slice(0, integer(random, 1, 2)),
    ...(hasRepository(index) && { repository: `${ORGANISATION}/${id}` }),
    tags: [...new Set([pick(random, TAGS), pick(random, TAGS)])],
  };
};

/** Whether an application names its repository. */
export function hasRepository(index: number): boolean {
  return index % 10 !== 9;
}

function describe(seed: number, isRevised: boolean): string {
  const text = description(createRandom(seed), 2);
  return isRevised ? `${text} Revised.` : text;
}
