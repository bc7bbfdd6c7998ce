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

/**
 * JSON pointers to fields that the catalog (@backstage/plugin-catalog-backend 4.0.0) fills in where
 * they are not sent.
 */
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
 * The catalog and its processors add fields, so what is shown may have more than was sent. But
 * everything that was sent must be shown, and fields that only the previous version had must be
 * gone.
 *
 * @param previous - the previous version, if there is one
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
  const leftOver = [...(previous ? collectLeaves(previous) : [])]
    .filter(([path]) => !sentLeaves.has(path))
    .filter(([path]) => !FILLED_IN_BY_CATALOG.has(path))
    .filter(([path, value]) => isShown(value, shownLeaves.get(path)))
    .map(([path]) => path);
  return [...missing, ...leftOver].sort();
}

function isShown(value: JsonValue, shown: JsonValue | undefined): boolean {
  return isDeepStrictEqual(inAnyOrder(value), inAnyOrder(shown));
}

/** The catalog sorts the references of an entity; seen in @backstage/plugin-catalog-backend 4.0.0. */
function inAnyOrder(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
    ? [...value].sort()
    : value;
}

/** Means nothing by itself; the catalog may show it with fields in it. */
function isEmptyObject(value: JsonValue): boolean {
  return isDeepStrictEqual(value, {});
}
