// @ts-check

/**
 * One precision for all times, that of ISO 8601 strings as JavaScript writes them:
 * so a time that was read compares equal to the one that is stored.
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
    table
      .text('sync_type')
      .notNullable()
      .checkIn(['SCHEDULED', 'MANUAL'], 'static_data_sync_history_sync_type');
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
    table.text('stats').notNullable().comment('JSON');
    table.text('errors').comment('JSON; the first of the errors');
    table.text('warnings').comment('JSON; the first of the warnings');
    table.text('triggered_by').comment('User or service; manual syncs only');
    table.text('config_snapshot').notNullable().comment('JSON');
    time(table, 'created_at').defaultTo(now).comment('When it was recorded');

    table.text('revision').comment('Commit of the source, or a digest of it');
    table.text('steps').notNullable().comment('JSON; durations of the steps');
    table.boolean('dry_run').notNullable();
    table
      .integer('total_entities')
      .notNullable()
      .comment('As in stats; here so that charts need not parse JSON');
    table.integer('error_count').notNullable().comment('Of all errors');
    table.integer('warning_count').notNullable().comment('Of all warnings');

    // The history page: as it is, by status, by type. Each in the order of the page.
    table.index(['start_time', 'id'], 'idx_sync_history_start_time');
    table.index(['status', 'start_time', 'id'], 'idx_sync_history_status');
    table.index(
      ['sync_type', 'start_time', 'id'],
      'idx_sync_history_sync_type',
    );
    // Health and statistics read this index alone, never the rows.
    table.index(
      [
        'dry_run',
        'start_time',
        'id',
        'status',
        'duration_ms',
        'total_entities',
      ],
      'idx_sync_history_summary',
    );
  });

  await knex.schema.createTable('static_data_snapshot', table => {
    table.comment('The entities as the catalog was last told of them');
    table.text('entity_ref').primary();
    table.text('kind').notNullable();
    table.text('hash').notNullable().comment('SHA-256 of canonical JSON');
    table.text('source_file').notNullable();
    // Last, so that SQLite lists the other columns without reading it.
    table.text('entity').notNullable().comment('JSON');
  });

  await knex.schema.createTable('static_data_build_files', table => {
    table.comment('What was last read from the build files of applications');
    table.text('repository').primary();
    table.text('path').notNullable().comment('Empty: there is no build file');
    table.text('etag');
    table.text('provides_apis').notNullable().comment('JSON');
    table.text('consumes_apis').notNullable().comment('JSON');
  });

  await knex.schema.createTable('static_data_running_sync', table => {
    table.comment('The lease of the sync that runs: one row at most');
    table.integer('id').primary();
    table.check('?? = 1', ['id'], 'static_data_running_sync_single_row');
    table.text('sync_id').notNullable();
    table.text('sync_type').notNullable();
    table.text('triggered_by');
    table.boolean('dry_run').notNullable();
    table.text('config_snapshot').notNullable().comment('JSON');
    table.text('step').notNullable();
    time(table, 'start_time').notNullable();
    time(table, 'last_heartbeat').notNullable();
    time(table, 'expires_at').notNullable();
  });

  await knex.schema.createTable('static_data_refresh_requests', table => {
    table.comment('Requests for manual syncs that are still queued');
    table.text('sync_id').primary();
    table.text('triggered_by').notNullable();
    table.boolean('dry_run').notNullable();
    table.text('ref').notNullable().comment('Empty: the configured one');
    time(table, 'created_at').notNullable();
    // What makes equal requests join, over all processes.
    table.unique(['dry_run', 'ref'], {
      indexName: 'uq_refresh_requests_dry_run_ref',
    });
  });

  await knex.schema.createTable('static_data_sync_state', table => {
    table.comment('What is known whatever retention deletes: exactly one row');
    table.integer('id').primary();
    table.check('?? = 1', ['id'], 'static_data_sync_state_single_row');
    table.text('last_applied_sync_id');
    time(table, 'last_applied_at');
    time(table, 'last_success_at');
    time(table, 'last_full_apply_at');
    table.text('revision');
    table.text('fingerprint');
  });
  await knex('static_data_sync_state').insert({ id: 1 });

  await knex.schema.createTable('static_data_configurations', table => {
    table.comment('Configurations in the order in which they came into force');
    table.increments('id');
    table.text('configuration').notNullable().comment('JSON');
    time(table, 'first_seen_at').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('static_data_configurations');
  await knex.schema.dropTable('static_data_sync_state');
  await knex.schema.dropTable('static_data_refresh_requests');
  await knex.schema.dropTable('static_data_running_sync');
  await knex.schema.dropTable('static_data_build_files');
  await knex.schema.dropTable('static_data_snapshot');
  await knex.schema.dropTable('static_data_sync_history');
};
