import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  domainEntityV1alpha1Validator,
  Entity,
  entityEnvelopeSchemaValidator,
  FieldFormatEntityPolicy,
  groupEntityV1alpha1Validator,
  KindValidator,
  SchemaValidEntityPolicy,
  systemEntityV1alpha1Validator,
} from '@backstage/catalog-model';

const validateEnvelope = entityEnvelopeSchemaValidator();
const policies = [new SchemaValidEntityPolicy(), new FieldFormatEntityPolicy()];
const kindValidators = new Map<string, KindValidator>([
  ['API', apiEntityV1alpha1Validator],
  ['Component', componentEntityV1alpha1Validator],
  ['Domain', domainEntityV1alpha1Validator],
  ['Group', groupEntityV1alpha1Validator],
  ['System', systemEntityV1alpha1Validator],
]);

/**
 * Holds an entity to the rules that the catalog will hold it to.
 *
 * @returns what is wrong with it, or undefined
 */
export async function findInvalidity(
  entity: Entity,
): Promise<string | undefined> {
  try {
    validateEnvelope(entity);
    for (const policy of policies) {
      await policy.enforce(entity);
    }
    const isOfKind = await kindValidators.get(entity.kind)?.check(entity);
    return isOfKind ? undefined : `${entity.kind} is not an expected kind`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
