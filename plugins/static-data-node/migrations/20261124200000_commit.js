// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('static_data_sync_history', table => {
    table.text('commit').comment('JSON; author, time and message');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('static_data_sync_history', table => {
    table.dropColumn('commit');
  });
};
