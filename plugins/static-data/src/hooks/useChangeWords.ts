import {
  EntityDifferences,
  FieldDifference,
} from '@internal/plugin-static-data-common';
import difference from 'lodash/difference';
import { useMemo } from 'react';
import { findChangedWords } from '../lib/diff';
import { formatEntityRef } from '../lib/formatting';
import { useStaticDataTranslation } from './useStaticDataTranslation';

/** Of a longer value, the words that changed are enough; in characters. */
const SHORT_QUOTE = 40;

/** Nothing longer is quoted, in characters. */
const LONGEST_QUOTE = 80;

/** How many items of a list are named. */
const NAMED_ITEMS = 3;

/** What entities are called by in the fields that refer to them. */
const ENTITY_REF = /^(component|api|group|user|system|domain|resource):/i;

/** Puts the differences of an entity into words, one text for each field: `owner: a → b`. */
export function useChangeWords(): (differences: EntityDifferences) => string[] {
  const { t } = useStaticDataTranslation();
  return useMemo(() => {
    const describe = (field: FieldDifference): string => {
      const { path, before, after, textDiff } = field;
      const name = nameOf(path);
      if (Array.isArray(before) || Array.isArray(after)) {
        const changes = describeItems(toItems(before), toItems(after));
        return changes
          ? `${name}: ${changes}`
          : t('changeWords.reordered', { name });
      }
      const [from, to] = quoteChange(field);
      if (from === undefined || to === undefined) {
        return t('changeWords.rewritten', { name });
      }
      if (textDiff === undefined && before === undefined) {
        return t('changeWords.set', { name, after: to });
      }
      return textDiff === undefined && after === undefined
        ? t('changeWords.unset', { name, before: from })
        : t('changeWords.changed', { name, before: from, after: to });
    };
    return ({ fields }) => fields.map(describe);
  }, [t]);
}

/** The name of a field as people write it: `owner` for `/spec/owner`. */
function nameOf(path: string): string {
  return path
    .replace(/^\/(metadata|spec)\/(annotations\/|labels\/)?/, '')
    .replace(/^\//, '')
    .replaceAll('/', '.')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

/** What is quoted of a value before and after: all of it, or the words that changed. */
function quoteChange(field: FieldDifference): Array<string | undefined> {
  const { before, after, textDiff, cut } = field;
  if (cut) {
    return [];
  }
  const values = textDiff === undefined ? [quote(before), quote(after)] : [];
  const isQuotable = (texts: Array<string | undefined>, longest: number) =>
    texts.length > 0 &&
    texts.every(text => text !== undefined && text.length <= longest);
  if (isQuotable(values, SHORT_QUOTE)) {
    return values;
  }
  const words = findChangedWords(field) ?? [];
  return isQuotable(words, LONGEST_QUOTE) ? words : values;
}

/** Empty if there is no value, undefined if it is too long to be quoted. */
function quote(value: FieldDifference['before']): string | undefined {
  if (value === undefined) {
    return '';
  }
  if (typeof value === 'object' && value !== null) {
    return undefined;
  }
  const text = String(value);
  if (ENTITY_REF.test(text)) {
    return formatEntityRef(text);
  }
  return text.length <= LONGEST_QUOTE && !text.includes('\n')
    ? text
    : undefined;
}

function toItems(value: FieldDifference['before']): string[] {
  if (value === undefined) {
    return [];
  }
  const items = Array.isArray(value) ? value : [value];
  return items.map(item => quote(item) ?? '…');
}

function describeItems(before: string[], after: string[]): string {
  const items = [
    ...difference(before, after).map(item => `−${item}`),
    ...difference(after, before).map(item => `+${item}`),
  ];
  return items.length > NAMED_ITEMS
    ? [...items.slice(0, NAMED_ITEMS), '…'].join(', ')
    : items.join(', ');
}
