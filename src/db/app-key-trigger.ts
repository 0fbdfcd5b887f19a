import { sql } from 'drizzle-orm'
import type { Db } from './database'
import { ours } from './schema/ours'
import { retryLocks, type Wait } from './short-locks'

/**
 * Makes the rows of `policy_settings` follow when a tenant's `app_key` is changed, in the same transaction. Refused while
 * a run of the tenant works, which writes under the old key. Not in the journal, because it names the settings' schema.
 */
export async function followAppKey(db: Db, settingsSchema: string, wait: Wait): Promise<void> {
  const schema = sql.identifier(ours.schemaName)
  const settings = sql`${sql.identifier(settingsSchema)}.policy_settings`
  await db.execute(sql`
    create or replace function ${schema}.tenants_move_settings() returns trigger language plpgsql as $$
    begin
      -- locked until the commit, so that no run is claimed meanwhile
      perform from ${schema}.runs where tenant_id = new.external_id and status in ('queued', 'running') for share;
      if exists (select from ${schema}.runs where tenant_id = new.external_id and status = 'running') then
        raise exception 'app_key cannot be changed while a run of the tenant is running: cancel it, or wait for its end'
          using errcode = 'object_in_use';
      end if;
      -- a row of the old system gives way to one of ours with the same name, as in a sync
      delete from ${settings} theirs using ${settings} our
        where theirs.tenant_id = new.app_key and theirs.source is null and our.tenant_id = old.app_key
          and our.graph_policy_id = theirs.graph_policy_id and our.setting_name = theirs.setting_name;
      update ${settings} set tenant_id = new.app_key where tenant_id = old.app_key;
      return null;
    end $$`)
  await retryLocks(wait, () =>
    db.execute(sql`
      create or replace trigger tenants_move_settings after update on ${schema}.tenants
      for each row when (old.app_key is distinct from new.app_key) execute function ${schema}.tenants_move_settings()`),
  )
}
