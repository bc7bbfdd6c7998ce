import { Entity } from '@backstage/catalog-model';
import { UnreadableInput } from '../parse/types';

/** An entity with the file of the source that it comes from. */
export interface SourcedEntity {
  entity: Entity;
  /** Entity ref in lower case. */
  entityRef: string;
  sourceFile: string;
  /** 1-based line of the record in the file, where known. */
  sourceLine?: number;
}

/** What the source becomes. */
export interface TransformedSource {
  entities: SourcedEntity[];
  /** Inputs that could not become entities; their last known good versions stay. */
  unreadable: UnreadableInput[];
}
