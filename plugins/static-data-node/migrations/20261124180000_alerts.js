// @ts-check

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
  await knex.schema.createTable('static_data_alerts', table => {
    table.comment('What people have been notified of');
    table.text('name').primary().comment('failing, removals-held or stale');
    table.boolean('open').notNullable().comment('As they were told last');
    table.integer('revision').notNullable().comment('Changes of open so far');
    table.integer('attempts').notNullable().comment('At telling a change');
    time(table, 'claimed_until').comment('While a process is telling it');
  });

  await knex.schema.createTable('static_data_unannounced_syncs', table => {
    table.comment('Syncs that webhooks have not been told of');
    table.text('sync_id').primary();
    time(table, 'recorded_at').notNullable();
  });

  await knex.schema.createTable('static_data_announced_health', table => {
    table.comment('The health that webhooks were told of last');
    table.integer('id').primary().comment('Always 1');
    table.text('status').notNullable();
  });

  await knex.schema.createTable('static_data_webhook_deliveries', table => {
    table.comment('Messages to webhooks');
    table.text('id').primary().comment('UUID version 7: sorts by time');
    table.text('webhook_id').notNullable();
    table.text('event_id').notNullable().comment('One message for each event');
    table.text('type').notNullable();
    table.text('state').notNullable().comment('pending, delivered or dead');
    table.integer('attempts').notNullable();
    time(table, 'created_at').notNullable();
    time(table, 'last_attempt_at');
    time(table, 'next_attempt_at').comment(
      'Only while pending; during an attempt, when it is taken for lost',
    );
    table.integer('status_code').comment('Of the last answer');
    table.text('error').comment('Of the last attempt');
    // Last, so that SQLite reads the other columns without it.
    table.text('payload').notNullable().comment('JSON, as it is signed');
    table.unique(['webhook_id', 'event_id'], {
      indexName: 'idx_webhook_deliveries_event',
    });
    table.index(
      ['webhook_id', 'next_attempt_at'],
      'idx_webhook_deliveries_due',
      { predicate: knex.whereRaw(`state = 'pending'`) },
    );
    table.index(['webhook_id', 'state', 'id'], 'idx_webhook_deliveries_state');
    table.index(['state', 'id'], 'idx_webhook_deliveries_state_of_all');
    table.index(['webhook_id', 'id'], 'idx_webhook_deliveries_webhook');
    table.index(['created_at'], 'idx_webhook_deliveries_created_at');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('static_data_webhook_deliveries');
  await knex.schema.dropTable('static_data_announced_health');
  await knex.schema.dropTable('static_data_unannounced_syncs');
  await knex.schema.dropTable('static_data_alerts');
};
