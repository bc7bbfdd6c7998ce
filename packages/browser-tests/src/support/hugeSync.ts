import knexFactory from 'knex';

/** Makes the changes of a sync that only added something as many as wanted. */
export async function growChanges(
  databasePath: string,
  syncId: string,
  count: number,
): Promise<void> {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: databasePath },
    useNullAsDefault: true,
  });
  const changes = 'static_data_sync_changes';
  const [{ entity_ref: _, ...columns }] = await knex(changes)
    .where({ sync_id: syncId, kind: 'Component' })
    .limit(1);
  // or the product would look for all of them in the catalog
  columns.confirmation = 'confirmed';
  const names = Object.keys(columns);
  await knex.transaction(async tx => {
    await tx(changes).where({ sync_id: syncId }).delete();
    await tx.raw(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
       INSERT INTO ${changes} (entity_ref, ${names.join(', ')})
       SELECT printf('component:default/service-%06d', n), ${names
         .map(() => '?')
         .join(', ')} FROM numbers`,
      [count, ...names.map(name => columns[name])],
    );
    await tx('static_data_sync_history')
      .where({ id: syncId })
      .update({
        stats: tx.raw(
          `json_set(stats, '$.entitiesAdded', :count, '$.byType', json_object('Component', json_set(json_extract(stats, '$.byType.Component'), '$.added', :count)))`,
          { count },
        ),
      });
  });
  await knex.destroy();
}
