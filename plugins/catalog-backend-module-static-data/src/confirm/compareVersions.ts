import { isDeepStrictEqual } from 'node:util';
import {
  ANNOTATION_EDIT_URL,
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  ANNOTATION_VIEW_URL,
  Entity,
} from '@backstage/catalog-model';
import { JsonValue } from '@backstage/types';
import { collectLeaves } from '@internal/plugin-static-data-model';

/** Fields that the catalog fills in itself where they are not sent, as JSON pointers. */
const FILLED_IN_BY_CATALOG = new Set([
  '/metadata/namespace',
  ...[
    ANNOTATION_EDIT_URL,
    ANNOTATION_LOCATION,
    ANNOTATION_ORIGIN_LOCATION,
    ANNOTATION_SOURCE_LOCATION,
    ANNOTATION_VIEW_URL,
  ].map(name => `/metadata/annotations/${name.replaceAll('/', '~1')}`),
]);

/**
 * Compares an entity as the catalog shows it with the version that was sent.
 *
 * The catalog and its processors add fields, so not all that is shown must have been sent. But
 * all that was sent must be shown; and what the version before had and this one has not must be
 * gone.
 *
 * @param previous - the version before, if there is one
 * @returns JSON pointers to the fields that are not shown as they were sent, sorted
 */
export function compareVersions(
  sent: Entity,
  shown: Entity,
  previous?: Entity,
): string[] {
  const sentLeaves = collectLeaves(sent);
  const shownLeaves = collectLeaves(shown);
  const missing = [...sentLeaves]
    .filter(([, value]) => !isEmptyObject(value))
    .filter(([path, value]) => !isShown(value, shownLeaves.get(path)))
    .map(([path]) => path);
  const leftOver = previous
    ? [...collectLeaves(previous)]
        .filter(([path]) => !sentLeaves.has(path))
        .filter(([path]) => !FILLED_IN_BY_CATALOG.has(path))
        .filter(([path, value]) => isShown(value, shownLeaves.get(path)))
        .map(([path]) => path)
    : [];
  return [...missing, ...leftOver].sort();
}

function isShown(value: JsonValue, shown: JsonValue | undefined): boolean {
  return isDeepStrictEqual(inAnyOrder(value), inAnyOrder(shown));
}

/** The catalog sorts the references of an entity. */
function inAnyOrder(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
    ? [...value].sort()
    : value;
}

/** Says nothing; in what is shown it may have been filled. */
function isEmptyObject(value: JsonValue): boolean {
  return isDeepStrictEqual(value, {});
}
