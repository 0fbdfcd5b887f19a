import type postgres from 'postgres'

/** Creates the existing app's table, as far as it is known. */
export async function createAppTable(sql: postgres.Sql, schema = 'public'): Promise<void> {
  await sql.unsafe(`
    create table ${schema}.policy_settings (
      id text primary key, tenant_id text not null, graph_policy_id text not null, policy_name text not null,
      policy_type text not null, setting_name text not null, setting_value text not null,
      setting_value_type text not null, last_synced_at timestamp not null, created_at timestamp not null default now(),
      constraint policy_settings_upsert_unique unique (tenant_id, graph_policy_id, setting_name))`)
}
