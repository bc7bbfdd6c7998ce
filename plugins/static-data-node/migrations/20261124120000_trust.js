// @ts-check
const { randomUUID } = require('node:crypto');

/**
 * As in the first migration: one precision for all times.
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
  await knex.schema.createTable('static_data_entity_versions', table => {
    table.comment('Entities as they were sent, by their content');
    table.text('hash').primary().comment('SHA-256 of canonical JSON');
    time(table, 'last_used_at')
      .notNullable()
      .comment('Start of the latest sync that came upon it or replaced it');
    // Last, so that SQLite reads the other columns without it.
    table.text('entity').notNullable().comment('JSON');
    table.index(['last_used_at', 'hash'], 'idx_entity_versions_last_used_at');
  });
  await knex
    .into(knex.raw('static_data_entity_versions (hash, last_used_at, entity)'))
    .insert(
      knex('static_data_snapshot')
        .groupBy('hash')
        .select(
          'hash',
          knex.raw('?', [new Date().toISOString()]),
          knex.raw('min(entity)'),
        ),
    );
  await knex.schema.alterTable('static_data_snapshot', table => {
    table.dropColumn('entity');
  });
  await knex.schema.alterTable('static_data_snapshot', table => {
    // Asked before a version is deleted.
    table.index(['hash'], 'idx_snapshot_hash');
  });

  await knex.schema.createTable('static_data_sync_changes', table => {
    table.comment('What every sync did with entities, one row for each');
    table.text('sync_id').notNullable();
    table.text('change').notNullable();
    table.text('kind').notNullable();
    table.text('entity_ref').notNullable();
    time(table, 'start_time').notNullable().comment('Of the sync');
    table.text('source_file').notNullable();
    table.integer('source_line');
    table.text('previous_hash').comment('Version before, if there was one');
    table.text('hash').comment('Version after, if it was added or updated');
    table.text('confirmation').comment('Only for what was sent');
    table.text('confirmation_reason');
    time(table, 'confirmation_checked_at');
    table.text('differences').comment('JSON; only for updates');
    // Also the order of a page, and the index for every filter by change and kind.
    table.primary(['sync_id', 'change', 'kind', 'entity_ref']);
    table.index(
      ['entity_ref', 'start_time', 'sync_id'],
      'idx_sync_changes_entity_ref',
    );
    // Alone answers what has become of a sync, which is asked again and again.
    table.index(
      ['sync_id', 'confirmation', 'confirmation_checked_at'],
      'idx_sync_changes_confirmation',
    );
    table.index(['confirmation_checked_at'], 'idx_sync_changes_pending', {
      predicate: knex.whereRaw(`confirmation = 'pending'`),
    });
  });

  await knex.schema.createTable('static_data_sync_findings', table => {
    table.comment('Errors and warnings of every sync, complete');
    table.text('sync_id').notNullable();
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
    table.text('stack_trace');
    table.primary(['sync_id', 'position']);
  });

  await knex.schema.createTable('static_data_sync_logs', table => {
    table.comment('Log lines of every sync; they may come before its record');
    table.text('sync_id').notNullable();
    table.integer('position').notNullable();
    time(table, 'time').notNullable();
    table.text('level').notNullable();
    table.text('step').notNullable();
    table.text('message').notNullable();
    table.primary(['sync_id', 'position']);
  });

  await knex.schema.createTable('static_data_held_removals', table => {
    table.comment('Removals that the guard holds back');
    table.text('entity_ref').primary();
    table.text('kind').notNullable();
    table.text('source_file').notNullable();
    table.text('reason').notNullable();
    time(table, 'held_since').notNullable();
    table.text('held_by_sync_id').notNullable();
    table.text('dependents').notNullable().comment('JSON; the first of them');
    table.integer('dependent_count').notNullable().comment('Of all');
    table.text('approved_by');
    time(table, 'approved_at');
  });

  await knex.schema.alterTable('static_data_sync_history', table => {
    table
      .boolean('inferred')
      .notNullable()
      .defaultTo(false)
      .comment('Drawn from the lease of a process that died');
    table.text('repositories').comment('JSON; the slowest of them');
    table.text('confirmation').comment('JSON; sum over the changes');
  });

  await knex.schema.alterTable('static_data_sync_state', table => {
    table.text('store_id').comment('UUID; tells this database from others');
  });
  await knex('static_data_sync_state').update({ store_id: randomUUID() });

  await knex.schema.alterTable('static_data_running_sync', table => {
    time(table, 'step_start_time');
    table.integer('progress_done');
    table.integer('progress_total');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('static_data_sync_state', table => {
    table.dropColumn('store_id');
  });
  await knex.schema.alterTable('static_data_running_sync', table => {
    table.dropColumns('step_start_time', 'progress_done', 'progress_total');
  });
  await knex.schema.alterTable('static_data_sync_history', table => {
    table.dropColumns('inferred', 'repositories', 'confirmation');
  });
  await knex.schema.dropTable('static_data_held_removals');
  await knex.schema.dropTable('static_data_sync_logs');
  await knex.schema.dropTable('static_data_sync_findings');
  await knex.schema.dropTable('static_data_sync_changes');
  await knex.schema.alterTable('static_data_snapshot', table => {
    table.dropIndex(['hash'], 'idx_snapshot_hash');
    table.text('entity').notNullable().defaultTo('{}');
  });
  await knex('static_data_snapshot').update({
    entity: knex('static_data_entity_versions')
      .select('static_data_entity_versions.entity')
      .whereRaw('static_data_entity_versions.hash = static_data_snapshot.hash'),
  });
  await knex.schema.dropTable('static_data_entity_versions');
};
