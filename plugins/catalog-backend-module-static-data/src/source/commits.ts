import {
  MAX_MESSAGE_LENGTH,
  MAX_SUBJECT_LENGTH,
  SyncCommit,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { SourceCommit } from './SourceReader';

/** A commit as a host describes it: without control characters, and no longer than anybody reads. */
export function toSyncCommit(described: {
  message: string;
  author?: string;
  /** In any form of ISO 8601. */
  time?: string;
}): SyncCommit {
  const time = Date.parse(described.time ?? '');
  return {
    message: toSafeText(described.message.trim(), MAX_MESSAGE_LENGTH, {
      keepsLines: true,
    }),
    ...(described.author && { author: described.author }),
    ...(!Number.isNaN(time) && { time: new Date(time).toISOString() }),
  };
}

/** @param parents - ids of the commits that it was made upon */
export function toSourceCommit(
  id: string,
  { message, ...made }: SyncCommit,
  parents: string[],
): SourceCommit {
  return {
    id,
    subject: toSafeText(message.split('\n')[0], MAX_SUBJECT_LENGTH),
    ...made,
    parents,
  };
}
