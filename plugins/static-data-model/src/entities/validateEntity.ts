import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  domainEntityV1alpha1Validator,
  Entity,
  entityEnvelopeSchemaValidator,
  FieldFormatEntityPolicy,
  groupEntityV1alpha1Validator,
  KindValidator,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  systemEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import once from 'lodash/once';

/** Compiles a schema, for which a command that checks no entity has no time. */
const createEnvelopeValidator = once(() => entityEnvelopeSchemaValidator());
const policies = [new SchemaValidEntityPolicy(), new FieldFormatEntityPolicy()];
const kindValidators = new Map<string, KindValidator>([
  ['API', apiEntityV1alpha1Validator],
  ['Component', componentEntityV1alpha1Validator],
  ['Domain', domainEntityV1alpha1Validator],
  ['Group', groupEntityV1alpha1Validator],
  ['Resource', resourceEntityV1alpha1Validator],
  ['System', systemEntityV1alpha1Validator],
  ['User', userEntityV1alpha1Validator],
]);

const checks: ((entity: Entity) => unknown)[] = [
  entity => createEnvelopeValidator()(entity),
  ...policies.map(policy => (entity: Entity) => policy.enforce(entity)),
  checkKind,
];

/**
 * Checks an entity against the rules that the catalog will apply.
 *
 * @param yieldWhenDue - called between the checks, each of which compiles a schema the first time
 * @returns what is wrong with it, or undefined
 */
export async function findInvalidity(
  entity: Entity,
  yieldWhenDue: () => Promise<void>,
): Promise<string | undefined> {
  const checked = withoutLongDefinition(entity);
  for (const check of checks) {
    await yieldWhenDue();
    try {
      await check(checked);
    } catch (error) {
      return toError(error).message;
    }
  }
  return undefined;
}

/**
 * With no more of a definition than the rules ask for, which is one character: to see that there is one, the
 * validator counts them all, which takes 100 ms for 5 MB.
 */
function withoutLongDefinition(entity: Entity): Entity {
  const definition = entity.spec?.definition;
  return typeof definition === 'string'
    ? {
        ...entity,
        spec: { ...entity.spec, definition: definition.slice(0, 1) },
      }
    : entity;
}

async function checkKind(entity: Entity): Promise<void> {
  const isOfKind = await kindValidators.get(entity.kind)?.check(entity);
  if (!isOfKind) {
    throw new Error(`${entity.kind} is not an expected kind`);
  }
}
