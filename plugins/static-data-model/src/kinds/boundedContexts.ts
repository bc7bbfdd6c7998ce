import { optionalId, optionalText, recordSchema } from './recordFields';
import { recordFileKind } from './recordFileKind';

function isDomain(type: string | undefined): boolean {
  return type?.toLowerCase() === 'domain';
}

/** A bounded context becomes a System, or a Domain if its type is `domain`. */
export const boundedContexts = recordFileKind({
  label: 'Bounded context',
  plural: 'bounded contexts',
  defaultPath: 'data/bounded-contexts.json',
  isRequired: true,
  entityKinds: ['System', 'Domain'],
  entityKindsOf(record) {
    const type = optionalText.safeParse(
      'type' in record ? record.type : undefined,
    );
    if (!type.success) {
      return ['System', 'Domain'];
    }
    return [isDomain(type.data) ? 'Domain' : 'System'];
  },
  schema: recordSchema({
    name: optionalText.describe('Title of the system'),
    description: optionalText.describe('What the bounded context is about'),
    ownerSquadId: optionalId.describe('Id of the squad that owns it'),
    domain: optionalId.describe('Id of the domain that it is part of'),
    type: optionalText.describe(
      "'domain' for one that is a Domain; any other is a System",
    ),
  }),
  // The folder of its contracts, and references to its APIs, may have its name.
  essentialField: 'name',
  toEntity(fields, record, context) {
    const owner = record.resolveOwner('ownerSquadId', fields.ownerSquadId);
    const domain = record.resolve('domain', fields.domain, 'Domain');
    context.boundedContextOwners.set(fields.id.toLowerCase(), owner);
    return {
      spec: isDomain(fields.type)
        ? { owner, subdomainOf: domain }
        : { owner, domain },
    };
  },
});
