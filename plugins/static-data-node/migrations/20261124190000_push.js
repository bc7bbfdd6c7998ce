// @ts-check

const TABLE = 'static_data_sync_history';
const CONSTRAINT = 'static_data_sync_history_sync_type';

/**
 * @param {import('knex').Knex} knex
 * @param {string[]} types
 */
async function allowSyncTypes(knex, types) {
  const list = types.map(type => `'${type}'`).join(', ');
  if (knex.client.config.client === 'pg') {
    await knex.raw(
      `alter table ${TABLE} drop constraint ${CONSTRAINT},
        add constraint ${CONSTRAINT} check (sync_type in (${list}))`,
    );
    return;
  }
  // SQLite cannot change the check of a column: another column takes its place.
  await knex.schema.alterTable(TABLE, table => {
    table.dropIndex([], 'idx_sync_history_sync_type');
  });
  await knex.raw(
    `alter table ${TABLE} add column new_sync_type text not null default 'SCHEDULED'
      constraint ${CONSTRAINT} check (new_sync_type in (${list}))`,
  );
  await knex.raw(`update ${TABLE} set new_sync_type = sync_type`);
  await knex.raw(`alter table ${TABLE} drop column sync_type`);
  await knex.raw(
    `alter table ${TABLE} rename column new_sync_type to sync_type`,
  );
  await knex.schema.alterTable(TABLE, table => {
    table.index(
      ['sync_type', 'start_time', 'id'],
      'idx_sync_history_sync_type',
    );
  });
}

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await allowSyncTypes(knex, ['SCHEDULED', 'MANUAL', 'PUSH']);
  await knex.schema.alterTable('static_data_refresh_requests', table => {
    table.text('sync_type').notNullable().defaultTo('MANUAL');
    table.text('commit').comment('That was pushed');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('static_data_refresh_requests', table => {
    table.dropColumns('sync_type', 'commit');
  });
  await knex(TABLE)
    .where({ sync_type: 'PUSH' })
    .update({ sync_type: 'MANUAL' });
  await allowSyncTypes(knex, ['SCHEDULED', 'MANUAL']);
};
