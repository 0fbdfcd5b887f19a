import type postgres from 'postgres'

/** Creates the existing app's table as far as it is known, with rows of the old sync. */
export async function createAppTable(sql: postgres.Sql, { schema = 'public', rows = 1 } = {}): Promise<void> {
  await sql.unsafe(`
    create table ${schema}.policy_settings (
      id text primary key, tenant_id text not null, graph_policy_id text not null, policy_name text not null,
      policy_type text not null, setting_name text not null, setting_value text not null,
      setting_value_type text not null, last_synced_at timestamp not null, created_at timestamp not null default now(),
      constraint policy_settings_upsert_unique unique (tenant_id, graph_policy_id, setting_name));
    insert into ${schema}.policy_settings
      select 'cuid' || n, 't1', 'p' || n, 'P', 'configurationPolicy', 'S', 'v', 'string', now() from generate_series(1, ${rows}) n`)
}
