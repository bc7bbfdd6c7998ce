import type { z } from 'zod';
import { SourcedEntity } from '../entities/SourcedEntity';
import { TransformContext } from '../entities/RecordContext';
import {
  SourceFile,
  SourceLocation,
  UnreadableInput,
} from '../files/SourceFile';
import { ReportFinding } from '../findings';
import { ContractDocumentCache } from './contracts/contractDocument';

/**
 * One record of a source, read and validated.
 *
 * @public
 */
export interface SourceRecord {
  location: SourceLocation;
}

/**
 * What is needed to read the records of a source.
 *
 * @public
 */
export interface ParseContext {
  report: ReportFinding;
  /** Notes that something could not be read, so that its entities stay as they are. */
  reportUnreadable(input: UnreadableInput): void;
  yieldWhenDue(): Promise<void>;
  /** Called with the number of files in a folder that are done, and of all of them. */
  onProgress?: (done: number, total: number) => void;
  /** Without it, nothing is known about contracts before they are parsed. */
  contractCache?: ContractDocumentCache;
  /** The bounded contexts, which are read before the contracts. */
  boundedContexts(): { id: string; name?: string }[];
  /** The entities as they were last applied to the catalog. */
  applied: AppliedEntity[];
}

/**
 * What the catalog was told of, and where it came from.
 *
 * @public
 */
export interface AppliedEntity {
  /** Entity ref in lower case. */
  entityRef: string;
  /** Path of the file in the source. */
  sourceFile: string;
}

/**
 * A kind of record: where a source has its records, how they are read, and which entities they
 * become.
 *
 * @public
 */
export interface Kind<Item extends SourceRecord = SourceRecord> {
  /** What the records are called, for example `bounded contexts`. */
  plural: string;
  /** Where the records are, unless `staticData.files` says otherwise. */
  place: {
    type: 'file' | 'folder';
    defaultPath: string;
    /** Whether a source without this file is refused. */
    isRequired: boolean;
  };
  /** What a record may be in a file of records; absent where each record is a document of its own. */
  recordSchema?: z.ZodType;
  /** Kinds of the entities that the records become, for example `System`. */
  entityKinds: string[];

  /**
   * Reads the records. Whatever cannot be read is reported.
   *
   * @param path - of the file or folder
   * @param files - the file, if it exists, with those that it takes precedence over, or all files
   * below the folder, in the order of their paths
   */
  parse(
    path: string,
    files: SourceFile[],
    context: ParseContext,
  ): Promise<Item[]>;

  /** Ref of the entity that a record becomes. */
  entityRefOf(record: Item): string;

  /**
   * Turns each record into its entity. Where that is not possible, because something else could
   * not be read, gives what has to stay as it is instead.
   */
  transform(
    records: Item[],
    context: TransformContext,
  ): Iterable<SourcedEntity | UnreadableInput>;
}
