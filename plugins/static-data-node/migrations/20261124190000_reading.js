// @ts-check

const HISTORY = 'static_data_sync_history';

/**
 * The columns by which a page is found and put in order, by index. An index with those of the
 * other filters as well tells which rows to leave out without reading them.
 *
 * @type {Array<{ name: string, columns: string[], others: string[] }>}
 */
const INDEXES = [
  {
    name: 'idx_sync_history_status',
    columns: ['status', 'start_time', 'id'],
    others: ['sync_type', 'dry_run'],
  },
  {
    name: 'idx_sync_history_sync_type',
    columns: ['sync_type', 'start_time', 'id'],
    others: ['status', 'dry_run'],
  },
  {
    name: 'idx_sync_history_summary',
    columns: [
      'dry_run',
      'start_time',
      'id',
      'status',
      'duration_ms',
      'total_entities',
    ],
    others: ['sync_type'],
  },
];

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
  await knex.schema.alterTable(HISTORY, table => {
    for (const { name, columns, others } of INDEXES) {
      table.dropIndex(columns, name);
      table.index([...columns, ...others], name);
    }
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable(HISTORY, table => {
    for (const { name, columns, others } of INDEXES) {
      table.dropIndex([...columns, ...others], name);
      table.index(columns, name);
    }
  });
  await knex.schema.alterTable('static_data_sync_state', table => {
    table.dropColumn('history_version');
  });
};
