/**
 * Characters of a message or a hint, and of a line of a log: a sentence or two, not a document.
 *
 * @public
 */
export const MAX_MESSAGE_LENGTH = 2_000;

/**
 * Characters of a name, a description or another text of a record in the source: some pages.
 *
 * @public
 */
export const MAX_TEXT_LENGTH = 10_000;

/**
 * Characters of a stack trace: some 50 calls.
 *
 * @public
 */
export const MAX_STACK_TRACE_LENGTH = 8_000;

/**
 * Characters of a name that is not text to read: of an author, a path, a user, an entity ref.
 *
 * @public
 */
export const MAX_NAME_LENGTH = 1_000;

/**
 * Characters of the first line of the message of a commit.
 *
 * @public
 */
export const MAX_SUBJECT_LENGTH = 200;

/**
 * Characters of JSON of the errors in the record of a sync, and as many of its warnings. A page of
 * the history has 500 records.
 *
 * @public
 */
export const MAX_RECORDED_LENGTH = 50_000;

/**
 * Characters of the log of a sync.
 *
 * @public
 */
export const MAX_LOG_LENGTH = 1_000_000;

/**
 * Findings of one code that a sync records: nobody reads more.
 *
 * @public
 */
export const MAX_FINDINGS_PER_CODE = 10_000;
