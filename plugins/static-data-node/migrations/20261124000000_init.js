// @ts-check
const { randomUUID } = require('node:crypto');

/**
 * All times have one precision, that of the ISO 8601 strings that JavaScript writes, so that a
 * time that was read compares equal to the stored one.
 *
 * @param {import('knex').Knex.CreateTableBuilder} table
 * @param {string} name
 */
function time(table, name) {
  return table.timestamp(name, { useTz: true, precision: 3 });
}

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // SQLite's CURRENT_TIMESTAMP would write a second format into the column.
  const now = String(knex.client.config.client).includes('sqlite')
    ? knex.raw(`(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`)
    : knex.fn.now();

  await knex.schema.createTable('static_data_sync_history', table => {
    table.comment('One row for every sync that ended');
    table
      .text('id')
      .primary()
      .comment('UUID version 7, text on every database');
    table.text('source_id').notNullable();
    table
      .integer('number')
      .notNullable()
      .comment(
        'By which people call it; in the order in which syncs of its source start',
      );
    table.unique(['source_id', 'number'], {
      indexName: 'uq_sync_history_number',
    });
    table
      .text('sync_type')
      .notNullable()
      .checkIn(
        ['SCHEDULED', 'MANUAL', 'PUSH'],
        'static_data_sync_history_sync_type',
      );
    time(table, 'start_time').notNullable();
    time(table, 'end_time').notNullable();
    table.integer('duration_ms').notNullable();
    table
      .text('status')
      .notNullable()
      .checkIn(
        ['SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE'],
        'static_data_sync_history_status',
      );
    table
      .text('cancelled_by')
      .comment('Who has cancelled it; then it is no failure');
    table.text('stats').notNullable().comment('JSON');
    table.text('errors').comment('JSON; the first of the errors');
    table.text('warnings').comment('JSON; the first of the warnings');
    table.text('triggered_by').comment('User or service; null if scheduled');
    table
      .text('pushes')
      .comment('JSON; only after pushes to repositories of applications');
    table.text('config_snapshot').notNullable().comment('JSON');
    time(table, 'created_at').defaultTo(now).comment('When it was recorded');

    table.text('revision').comment('Commit of the source, or a digest of it');
    table.text('commit').comment('JSON; author, time and message');
    table
      .text('commit_text')
      .comment('Subject and author of the commit, a line each, for searches');
    table.text('phases').notNullable().comment('JSON; durations of the phases');
    table.boolean('dry_run').notNullable();
    table
      .integer('total_entities')
      .notNullable()
      .comment('As in stats; here so that charts need not parse JSON');
    table
      .boolean('changed')
      .notNullable()
      .comment('Whether it added, updated or removed anything; as in stats');
    table
      .boolean('quiet')
      .notNullable()
      .comment(
        'Whether it ran by itself, found nothing wrong, changed nothing',
      );
    table.integer('error_count').notNullable().comment('Of all errors');
    table.integer('warning_count').notNullable().comment('Of all warnings');
    table
      .boolean('inferred')
      .notNullable()
      .defaultTo(false)
      .comment('Derived from the lease of a process that died');
    table.text('repositories').comment('JSON; the slowest of them');
    table.text('confirmation').comment('JSON; totals over the changes');
    table.text('drift').comment('JSON; what the catalog had lost');
    table.text('pull_request').comment('JSON; that which was previewed');
    table
      .text('known_findings')
      .comment('In place of sync_id where findings of earlier syncs are');
    // Looked up before a list of findings is deleted.
    table.index(['known_findings'], 'idx_sync_history_known_findings');

    // The history page: unfiltered, by source, by status, by type, each in the order of the page. With
    // the columns of the other filters, the index alone tells which rows to leave out.
    table.index(['start_time', 'id'], 'idx_sync_history_start_time');
    table.index(
      [
        'source_id',
        'start_time',
        'id',
        'status',
        'cancelled_by',
        'sync_type',
        'dry_run',
      ],
      'idx_sync_history_source',
    );
    table.index(
      [
        'status',
        'start_time',
        'id',
        'cancelled_by',
        'sync_type',
        'dry_run',
        'source_id',
      ],
      'idx_sync_history_status',
    );
    table.index(
      [
        'sync_type',
        'start_time',
        'id',
        'status',
        'cancelled_by',
        'dry_run',
        'source_id',
      ],
      'idx_sync_history_sync_type',
    );
    table.index(
      [
        'changed',
        'start_time',
        'id',
        'status',
        'cancelled_by',
        'sync_type',
        'dry_run',
        'source_id',
      ],
      'idx_sync_history_changed',
    );
    // How long a row of quiet syncs is: where it ends, and what is between.
    table.index(
      [
        'quiet',
        'start_time',
        'id',
        'status',
        'cancelled_by',
        'sync_type',
        'dry_run',
        'source_id',
        'changed',
      ],
      'idx_sync_history_quiet',
    );
    // Health and statistics read this index alone, never the rows.
    table.index(
      [
        'source_id',
        'dry_run',
        'start_time',
        'id',
        'status',
        'cancelled_by',
        'duration_ms',
        'total_entities',
        'sync_type',
      ],
      'idx_sync_history_summary',
    );
  });

  await knex.schema.createTable('static_data_history_versions', table => {
    table.comment('Tell when what was read from the history is out of date');
    table.boolean('dry_run').primary().comment('Of dry runs, or all others');
    table.text('version').notNullable().comment('UUID');
  });
  await knex('static_data_history_versions').insert([
    { dry_run: false, version: randomUUID() },
    { dry_run: true, version: randomUUID() },
  ]);

  await knex.schema.createTable('static_data_sync_changes', table => {
    table.comment('What every sync did with entities, one row for each');
    table.text('sync_id').notNullable();
    table.text('source_id').notNullable();
    table.text('change').notNullable();
    table.text('kind').notNullable();
    table.text('entity_ref').notNullable();
    time(table, 'start_time').notNullable().comment('Of the sync');
    table
      .integer('sync_number')
      .notNullable()
      .comment('The order in which they were made: clocks may be set back');
    table.text('owner').comment('Entity ref');
    table.text('source_file').notNullable();
    table.integer('source_line');
    table.text('reason').comment('Only for what was retained or held');
    table.text('previous_hash').comment('Version before, if there was one');
    table.text('hash').comment('Version after, if it was added or updated');
    table.text('confirmation').comment('Only for what was sent');
    table.text('confirmation_reason');
    time(table, 'confirmation_checked_at');
    table
      .text('problem')
      .comment('missing or refused: why the catalog does not show it');
    table.text('differences').comment('JSON; only for updates');
    table.text('provenance').comment('JSON; the commits behind the change');
    // Also the order of a page, and the index for every filter by change and kind.
    table.primary(['sync_id', 'change', 'kind', 'entity_ref']);
    table.index(
      ['entity_ref', 'start_time', 'sync_id'],
      'idx_sync_changes_entity_ref',
    );
    // Answers alone what has become of a sync, which is asked again and again.
    table.index(
      ['sync_id', 'confirmation', 'confirmation_checked_at'],
      'idx_sync_changes_confirmation',
    );
    table.index(['confirmation_checked_at'], 'idx_sync_changes_pending', {
      predicate: knex.whereRaw(`confirmation = 'pending'`),
    });
    table.index(['entity_ref', 'sync_id'], 'idx_sync_changes_pending_entity', {
      predicate: knex.whereRaw(`confirmation = 'pending'`),
    });
    table.index(['entity_ref', 'sync_id'], 'idx_sync_changes_problem', {
      predicate: knex.whereRaw('problem is not null'),
    });
  });

  await knex.schema.createTable('static_data_entity_versions', table => {
    table.comment('Entities as they were sent, by their content');
    table.text('hash').primary().comment('SHA-256 of canonical JSON');
    time(table, 'last_used_at')
      .notNullable()
      .comment('When the latest sync that used or replaced it was recorded');
    // Last, so that SQLite reads the other columns without it.
    table.text('entity').notNullable().comment('JSON');
    table.index(['last_used_at', 'hash'], 'idx_entity_versions_last_used_at');
  });

  await knex.schema.createTable('static_data_sync_findings', table => {
    table.comment('All errors and warnings of every sync');
    table
      .text('sync_id')
      .notNullable()
      .comment('Or that of a list that several syncs refer to');
    table.integer('position').notNullable().comment('In the order to read');
    table.text('state').notNullable().comment('new, known or fixed');
    table.text('severity').notNullable();
    table.text('phase').notNullable();
    table.text('code').notNullable();
    table.text('message').notNullable();
    table.text('hint').notNullable();
    table.text('file');
    table.integer('line');
    table.text('entity_ref');
    table.text('owner').comment('Entity ref of whom it concerns');
    table.text('stack_trace');
    table.integer('count').comment('Of those that it stands for');
    table.primary(['sync_id', 'position']);
  });

  await knex.schema.createTable('static_data_sync_logs', table => {
    table.comment('Log lines of every sync, those of the running one included');
    table.text('sync_id').notNullable();
    table.integer('position').notNullable();
    time(table, 'time').notNullable();
    table.text('level').notNullable();
    table.text('phase').notNullable();
    table.text('message').notNullable();
    table.primary(['sync_id', 'position']);
  });

  await knex.schema.createTable('static_data_running_sync', table => {
    table.comment('The leases of the running syncs: one for a source at most');
    table.text('source_id').primary();
    table.text('sync_id').notNullable();
    table.integer('number').notNullable();
    table.text('sync_type').notNullable();
    table.text('triggered_by');
    table.text('pushes').comment('JSON');
    table.boolean('dry_run').notNullable();
    table.text('config_snapshot').notNullable().comment('JSON');
    table.text('phase').notNullable();
    time(table, 'phase_start_time').notNullable();
    table.text('phases').notNullable().comment('JSON: those before');
    table.integer('progress_done');
    table.integer('progress_total');
    table.text('waiting_for');
    time(table, 'waiting_until');
    time(table, 'start_time').notNullable();
    time(table, 'last_heartbeat').notNullable();
    time(table, 'expires_at').notNullable();
    table.text('cancelled_by').comment('Who wants it to be cancelled');
  });

  await knex.schema.createTable('static_data_refresh_requests', table => {
    table.comment('Requests for syncs that are still queued');
    table.text('sync_id').primary();
    table.text('source_id').notNullable();
    table.text('sync_type').notNullable();
    table.text('triggered_by').comment('Null if scheduled');
    table.text('commit').comment('The pushed one');
    table.boolean('dry_run').notNullable();
    table.text('ref').notNullable().comment('Empty: the configured one');
    table
      .text('state_of')
      .notNullable()
      .comment('Id of the sync whose state is previewed; empty: none');
    table.boolean('full').notNullable().comment('Everything is sent again');
    table
      .boolean('of_pushes')
      .notNullable()
      .comment('Only repositories of applications that were pushed to');
    table.text('pushes').comment('JSON; those pushes');
    table
      .boolean('of_release')
      .notNullable()
      .comment('To remove what a source has that left the configuration');
    time(table, 'created_at').notNullable();
    time(table, 'due_at').comment('Until then, others may join it');
    // What makes equal requests join, over all processes.
    table.unique(
      [
        'source_id',
        'dry_run',
        'ref',
        'state_of',
        'full',
        'of_pushes',
        'of_release',
      ],
      { indexName: 'uq_refresh_requests_equal' },
    );
  });

  await knex.schema.createTable('static_data_steering_acts', table => {
    table.comment('What people have done to the syncs of sources');
    table.increments('id').comment('The latest of its kind is in force');
    table.text('source_id').notNullable();
    table.text('type').notNullable();
    table.text('triggered_by').notNullable();
    time(table, 'time').notNullable();
    table.text('reason');
    time(table, 'until').comment('When a pause or a pin ends by itself');
    table.text('ref').comment('That a pin was asked for by');
    table.text('revision').comment('Of a pin; null until it is looked up');
    table.text('sync_id').comment('That was cancelled, or is pinned to');
    table.integer('sync_number');
    table.index(['source_id', 'type', 'id'], 'idx_steering_acts_type');
    table.index(['time', 'id'], 'idx_steering_acts_time');
  });

  await knex.schema.createTable('static_data_configurations', table => {
    table.comment('Configurations in the order in which they came into force');
    table.increments('id');
    table.text('source_id').notNullable();
    table.text('configuration').notNullable().comment('JSON');
    time(table, 'first_seen_at').notNullable();
    table.index(['source_id', 'id'], 'idx_configurations_source');
  });

  await knex.schema.createTable('static_data_active_sources', table => {
    table.comment('What processes on this database synchronise');
    table.text('source_id').notNullable();
    table.text('fingerprint').notNullable().comment('SHA-256 of where it is');
    table.primary(['source_id', 'fingerprint']);
    table.text('name').notNullable();
    time(table, 'first_seen_at')
      .notNullable()
      .comment('Since when without a gap');
    time(table, 'last_seen_at').notNullable();
  });

  await knex.schema.createTable('static_data_held_removals', table => {
    table.comment('Removals that the guard holds back');
    table.text('source_id').notNullable();
    table.text('entity_ref').notNullable();
    table.primary(['source_id', 'entity_ref']);
    table.text('kind').notNullable();
    table.text('owner').comment('Entity ref');
    table.text('source_file').notNullable();
    table.text('reason').notNullable();
    time(table, 'held_since').notNullable();
    table.text('held_by_sync_id').notNullable();
    table.text('dependents').notNullable().comment('JSON; the first of them');
    table.integer('dependent_count').notNullable().comment('Of all');
    table
      .boolean('may_have_other_dependents')
      .comment('Whether the catalog could not be asked for more of them');
    table.text('provenance').comment('JSON; the commits that dropped it');
    table.text('approved_by');
    time(table, 'approved_at');
  });

  await knex.schema.createTable('static_data_snapshot', table => {
    table.comment('The entities as the catalog was last told of them');
    table
      .text('entity_ref')
      .primary()
      .comment('Of one source: the first that has it');
    table.text('source_id').notNullable();
    table.text('kind').notNullable();
    table.text('hash').notNullable().comment('SHA-256 of canonical JSON');
    table.text('owner').comment('Entity ref');
    table.text('source_file').notNullable();
    table.index(['source_id', 'entity_ref', 'kind'], 'idx_snapshot_source');
    table.index(['source_id', 'owner', 'kind'], 'idx_snapshot_owner');
    // Looked up before a version is deleted.
    table.index(['hash'], 'idx_snapshot_hash');
  });

  await knex.schema.createTable('static_data_claims', table => {
    table.comment('New entities that running syncs are about to send');
    table.text('entity_ref').primary().comment('Of one source');
    table.text('source_id').notNullable();
    table.text('sync_id').notNullable();
    table.index(['sync_id'], 'idx_claims_sync');
  });

  await knex.schema.createTable('static_data_build_files', table => {
    table.comment('What was last read from the build files of applications');
    table.text('source_id').notNullable();
    table.text('repository').notNullable();
    table.primary(['source_id', 'repository']);
    table.text('address').notNullable().comment('JSON');
    table.text('paths').notNullable().comment('JSON');
    table.text('version');
    table.text('provides_apis').notNullable().comment('JSON');
    table.text('consumes_apis').notNullable().comment('JSON');
    table.text('findings').notNullable().comment('JSON');
    table.text('failure').comment('JSON; why the last read failed');
    table
      .boolean('is_unread')
      .comment('Whether its turn to be read has never come');
    table.text('renamed_to').comment('What the host calls the repository');
  });

  await knex.schema.createTable('static_data_sync_state', table => {
    table.comment('What is known of a source whatever retention deletes');
    table.text('source_id').primary();
    table
      .text('provider_id')
      .notNullable()
      .unique({ indexName: 'uq_sync_state_provider' })
      .comment(
        'Its id when it was new: the name of its provider never changes',
      );
    table
      .text('former_id')
      .comment(
        'Its id before it was renamed, as long as no other source has it',
      );
    time(table, 'released_at').comment('When its entities were let go');
    table
      .text('store_id')
      .notNullable()
      .comment('UUID; tells this source in this database from others');
    table
      .integer('last_number')
      .comment('Highest number of a sync; null before the first');
    table.text('last_applied_sync_id');
    table.integer('last_applied_number');
    time(table, 'last_applied_at');
    time(table, 'last_success_at');
    time(table, 'last_full_apply_at');
    time(table, 'last_scheduled_at');
    table.text('revision');
    table
      .text('repository')
      .comment('What the latest applied sync asked for: host/owner/name');
    table
      .text('renamed_to')
      .comment('What the host calls that repository, if it was renamed');
    table.text('fingerprint');
    table.text('build_files_resume_at');
    table
      .integer('trimmed_up_to')
      .comment(
        'Number of the latest sync that applied something and that retention has deleted',
      );
  });

  // Messages to webhooks and the notifications plugin, and what they are derived from.

  await knex.schema.createTable('static_data_unannounced_syncs', table => {
    table.comment('Syncs that have not been announced to webhooks');
    table.text('sync_id').primary();
    time(table, 'recorded_at').notNullable();
  });

  await knex.schema.createTable('static_data_told_states', table => {
    table.comment('What recipients of messages were last told');
    table.text('source_id').notNullable();
    table.text('name').notNullable().comment('health, or the name of an alert');
    table.primary(['source_id', 'name']);
    table.text('value').notNullable();
    table.integer('revision').notNullable().comment('Changes of value so far');
  });

  await knex.schema.createTable('static_data_messages', table => {
    table.comment('Messages to webhooks and the notifications plugin');
    table.text('id').primary().comment('UUID version 7: sorts by time');
    table.text('recipient').notNullable();
    table.text('event_id').notNullable().comment('One message for each event');
    table.text('type').notNullable();
    table.text('state').notNullable().comment('pending, delivered or dead');
    table.integer('attempts').notNullable();
    time(table, 'created_at').notNullable();
    time(table, 'last_attempt_at');
    time(table, 'next_attempt_at').comment(
      'Only while pending; during an attempt, when it counts as lost',
    );
    table.integer('status_code').comment('Of the last answer');
    table.text('error').comment('Of the last attempt');
    table.text('payload').notNullable().comment('JSON, as it is sent');
    table.unique(['recipient', 'event_id'], {
      indexName: 'idx_messages_event',
    });
    table.index(['recipient', 'next_attempt_at'], 'idx_messages_due', {
      predicate: knex.whereRaw(`state = 'pending'`),
    });
    table.index(['recipient', 'state', 'id'], 'idx_messages_recipient_state');
    table.index(['state', 'id'], 'idx_messages_state');
    table.index(['recipient', 'id'], 'idx_messages_recipient');
    table.index(['created_at'], 'idx_messages_created_at');
  });

  await knex.schema.createTable('static_data_pull_requests', table => {
    table.comment('Pull requests against the branches of sources');
    table.text('source_id').notNullable();
    table.integer('number').notNullable();
    table.primary(['source_id', 'number']);
    table.text('title').notNullable();
    table.text('author');
    table.text('url').notNullable();
    table.text('state').notNullable().comment('open, closed or merged');
    table.text('head').notNullable().comment('Commit');
    table.text('head_ref').notNullable().comment('Branch');
    table.text('target').notNullable().comment('Branch');
    table.boolean('is_fork').notNullable();
    time(table, 'updated_at').notNullable().comment('By the host');
    time(table, 'noted_at').notNullable().comment('When it was last heard of');
    table.text('previewed_head').comment('The head that the verdict is on');
    table.text('outcome').comment('passed, failed or error');
    table.text('sync_id').comment('Of the latest preview');
    table.text('changes').comment('JSON; numbers of the latest preview');
    table.text('consumers').comment('JSON; of APIs that change');
    table.text('problem').comment('Why the last attempt failed');
    table.text('told_head').comment('The head of which the host was told');
    table.text('comment_id').comment('On the host');
    table.text('check_run_id').comment('On the host; of the head');
    table.integer('attempts').notNullable().comment('That failed in a row');
    time(table, 'next_attempt_at');
    table.text('claimed_by').comment('UUID of the claim');
    time(table, 'claimed_until');
    table.index(['state', 'source_id'], 'idx_pull_requests_state');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const name of [
    'pull_requests',
    'messages',
    'told_states',
    'unannounced_syncs',
    'sync_state',
    'build_files',
    'claims',
    'snapshot',
    'held_removals',
    'active_sources',
    'configurations',
    'steering_acts',
    'refresh_requests',
    'running_sync',
    'sync_logs',
    'sync_findings',
    'entity_versions',
    'sync_changes',
    'history_versions',
    'sync_history',
  ]) {
    await knex.schema.dropTable(`static_data_${name}`);
  }
};
