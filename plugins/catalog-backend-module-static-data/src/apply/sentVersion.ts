import {
  ANNOTATION_EDIT_URL,
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  ANNOTATION_VIEW_URL,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { ANNOTATION_SOURCE } from '@internal/plugin-static-data-common';
import {
  ANNOTATION_SOURCE_FILE,
  hashEntity,
  SnapshotEntry,
} from '@internal/plugin-static-data-model';
import { KnownSource } from '@internal/plugin-static-data-node';
import { toProviderName } from './providerName';

/**
 * Annotation with a checksum of the entity as it was sent. The catalog counts the entities with each
 * checksum in one cheap request, which shows whether it has what it should have.
 */
export const ANNOTATION_CHECKSUM = 'static-data/checksum';

/**
 * Annotation with the ref of the entity and the hash of the version that was sent. It tells from the
 * catalog alone what was sent, if the sync store does not know any more. With the ref, because
 * people copy entities with all their annotations.
 */
export const ANNOTATION_VERSION = 'static-data/version';

/**
 * Annotation with the name of the provider that an entity was sent by, which stays the same when the source
 * is renamed.
 */
export const ANNOTATION_PROVIDER = 'static-data/provider';

/** What tells the entities of a source from those of others. */
export type SentSource = Pick<KnownSource, 'id' | 'providerId'>;

/** Whether the catalog has an entity from a source. */
export function isFromSource(
  { metadata: { annotations = {} } }: Entity,
  source: SentSource,
): boolean {
  return (
    annotations[ANNOTATION_SOURCE_FILE] !== undefined &&
    annotations[ANNOTATION_PROVIDER] === toProviderName(source)
  );
}

/**
 * The checksum of an entity: one of 256, so that the answer of the catalog is short however many
 * entities there are.
 *
 * @param hash - of the entity; the first two digits count
 */
export function toChecksum(hash: string): string {
  return hash.slice(0, 2);
}

/**
 * An entity as it is sent to the catalog: with its source, its checksum and its version.
 *
 * @param hash - of the entity
 */
export function withSentVersion(
  entity: Entity,
  source: SentSource,
  hash = hashEntity(entity),
): Entity {
  const { metadata } = entity;
  return {
    ...entity,
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        [ANNOTATION_SOURCE]: source.id,
        [ANNOTATION_PROVIDER]: toProviderName(source),
        [ANNOTATION_CHECKSUM]: toChecksum(hash),
        [ANNOTATION_VERSION]: `${stringifyEntityRef(entity)}@${hash}`,
      },
    },
  };
}

/** What the catalog says of an entity that was sent to it; undefined if it comes from elsewhere. */
export function toSentEntry(shown: Entity): SnapshotEntry | undefined {
  const {
    [ANNOTATION_SOURCE_FILE]: sourceFile,
    [ANNOTATION_VERSION]: version = '',
  } = shown.metadata.annotations ?? {};
  const entityRef = stringifyEntityRef(shown);
  return sourceFile !== undefined && version.startsWith(`${entityRef}@`)
    ? {
        entityRef,
        kind: shown.kind,
        hash: version.slice(entityRef.length + 1),
        sourceFile,
      }
    : undefined;
}

/**
 * The entity that was sent, from what the catalog (@backstage/plugin-catalog-backend 4.0.0) shows of
 * it: without what the catalog has added, though processors of others may have added more.
 */
export function toSentEntity(shown: Entity): Entity {
  const { apiVersion, kind, metadata, spec } = shown;
  const { uid, etag, annotations = {}, ...sentMetadata } = metadata;
  const {
    [ANNOTATION_SOURCE]: source,
    [ANNOTATION_PROVIDER]: provider,
    [ANNOTATION_CHECKSUM]: checksum,
    [ANNOTATION_VERSION]: version,
    [ANNOTATION_VIEW_URL]: viewUrl,
    [ANNOTATION_EDIT_URL]: editUrl,
    [ANNOTATION_SOURCE_LOCATION]: sourceLocation,
    ...sentAnnotations
  } = annotations;
  // Where none was sent, the catalog fills in the folder of the file.
  const isFilledIn =
    sourceLocation === undefined ||
    annotations[ANNOTATION_LOCATION]?.startsWith(sourceLocation);
  return {
    apiVersion,
    kind,
    metadata: {
      ...sentMetadata,
      annotations: isFilledIn
        ? sentAnnotations
        : { ...sentAnnotations, [ANNOTATION_SOURCE_LOCATION]: sourceLocation },
    },
    ...(spec && { spec }),
  };
}
