import { ANNOTATION_SOURCE_LOCATION } from '@backstage/catalog-model';
import { ApplicationBuildFile, ApplicationRecord } from '../parse/types';
import { resolveApiReferences } from './apiReferences';
import { createEntity } from './createEntity';
import { toEntityRef } from './knownEntities';
import { toTags } from './toTags';
import { RecordInfo, TransformContext } from './TransformContext';
import { SourcedEntity } from './types';

/** Annotation with the ids of the squads that support a component besides its owner. */
export const ANNOTATION_SUPPORTING_SQUADS = 'static-data/supporting-squads';

/** Makes the Component of an application. */
export function toComponent(
  application: ApplicationRecord,
  buildFile: ApplicationBuildFile | undefined,
  context: TransformContext,
): SourcedEntity {
  const record: RecordInfo = {
    label: `Application '${application.id}'`,
    entityRef: toEntityRef('Component', application.id),
    location: application.location,
  };
  const [ownerId, ...supportingIds] = application.supportingSquadIds;
  const field = 'supportedBySquadsIds';
  const owner = context.resolveOwner(record, field, ownerId);
  // They stay ids in the annotation; this is for the warnings.
  context.resolveAll(record, supportingIds, { kind: 'Group', field });
  const url = application.url
    ? readWebAddress(application.url, record, context)
    : undefined;

  return createEntity(
    {
      kind: 'Component',
      name: application.id,
      title: application.name,
      description: application.description,
      annotations: {
        ...(supportingIds.length > 0 && {
          [ANNOTATION_SUPPORTING_SQUADS]: supportingIds.join(','),
        }),
        ...(url && {
          [ANNOTATION_SOURCE_LOCATION]: `url:${toSourceLocation(url)}`,
        }),
      },
      tags: toTags(application.tags),
      links: url ? [{ url: url.href, title: 'Source' }] : [],
      spec: {
        type: application.applicationType ?? 'service',
        lifecycle: application.status ?? 'production',
        owner,
        system:
          application.boundedContextId &&
          context.resolve(record, {
            value: application.boundedContextId,
            kind: 'System',
            field: 'inContextOfBoundedContextId',
          }),
        ...(buildFile && {
          providesApis: resolveApiReferences(
            buildFile.provides,
            { record, relation: 'provides', file: buildFile.file },
            context,
          ),
          consumesApis: resolveApiReferences(
            buildFile.consumes,
            { record, relation: 'consumes', file: buildFile.file },
            context,
          ),
        }),
      },
      location: application.location,
    },
    context,
  );
}

function readWebAddress(
  address: string,
  record: RecordInfo,
  context: TransformContext,
): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) {
    // Credentials in an address must not become visible in the catalog.
    url.username = '';
    url.password = '';
    return url;
  }
  context.warn(record, {
    code: 'SCHEMA',
    message: `${record.label} has a 'url' that is no web address; it is left out`,
    hint: "Write an address that begins with https:// in 'url'.",
  });
  return undefined;
}

/** Relative paths resolve against the address, so that of a folder needs its trailing slash. */
function toSourceLocation(url: URL): string {
  const isFolder =
    !url.search &&
    !url.hash &&
    !url.pathname.endsWith('/') &&
    !url.pathname.includes('/blob/');
  return isFolder ? `${url.href}/` : url.href;
}
