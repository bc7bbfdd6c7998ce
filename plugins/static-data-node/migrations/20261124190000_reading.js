// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('static_data_sync_state', table => {
    table
      .bigInteger('history_version')
      .notNullable()
      .defaultTo(0)
      .comment('Counts what was changed in the history');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('static_data_sync_state', table => {
    table.dropColumn('history_version');
  });
};
