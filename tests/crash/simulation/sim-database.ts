import postgres from 'postgres'
import { insertTenants } from '../support/rows'
import { createTestDatabase, type TestDatabase } from '../../support/database'

/** Simulated time begins here: far from any real clock, so that one that slipped in would show. */
export const epoch = Date.UTC(2040, 0, 1)

/** A database whose clock stands still until it is set, and which writes down what happens to runs and rows. */
export interface SimDatabase {
  /** The pool of the code under test. */
  pool: postgres.Sql
  /** Plain SQL beside it. */
  sql: postgres.Sql
  setClock(now: number): Promise<void>
  /** How many statements wait for a lock. */
  blocked(): Promise<number>
  /** Empty, with tenants of these ids (also their keys). */
  reset(workspaceId: string, tenantIds: readonly string[]): Promise<void>
  close(): Promise<void>
}

export async function createSimDatabase(): Promise<SimDatabase> {
  const database: TestDatabase = await createTestDatabase()
  const { sql, url } = database
  await sql.unsafe(clock + history)
  // `sim` comes before `pg_catalog`: the code under test calls `clock_timestamp()` and gets the simulated one
  const search_path = 'sim, tenantpilot, public, pg_catalog'
  const pool = postgres(url, { max: 24, onnotice: () => {}, connection: { search_path, TimeZone: 'UTC' } })
  return {
    pool,
    sql,
    async setClock(now) {
      const micros = (now * 1000).toFixed(0)
      await sql`select setval('sim.micros', greatest(${micros}::bigint, last_value)) from sim.micros`
    },
    async blocked() {
      const [row] = await sql`select count(distinct l.pid)::int as n from pg_locks l
        join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`
      return Number(row!.n)
    },
    async reset(workspaceId, tenantIds) {
      await sql.unsafe(`delete from run_items; delete from policy_settings; delete from source_states;
        delete from schedules; delete from runs; delete from policies; delete from policy_assignments; delete from grants; delete from workspace_home_tenants; delete from tenants; delete from workspaces;
        delete from notifications; delete from sim.history; delete from sim.violations;
        select setval('sim.micros', ${epoch * 1000}), setval('sim.ids', 1), setval('sim.history_id_seq', 1)`)
      const tenants = tenantIds.map((id) => ({ key: id, entraTenantId: id }))
      await insertTenants(sql, workspaceId, tenants)
    },
    async close() {
      await pool.end({ timeout: 1 })
      await database.close()
    },
  }
}

// Each look at the clock is a microsecond later than the one before. A sequence: it belongs to no transaction.
const clock = `
  create schema sim;
  create sequence sim.micros;
  create sequence sim.ids;
  create function sim.clock_timestamp() returns timestamptz language sql volatile as $$
    select timestamptz 'epoch' + nextval('sim.micros') * interval '1 microsecond' $$;
  create function sim.now() returns timestamptz language sql volatile as $$ select sim.clock_timestamp() $$;
  -- real seconds mean nothing here: on a busy machine the server's limit would end a transaction that simulated time does not
  create function sim.set_config(setting text, value text, is_local boolean) returns text language sql volatile as $$
    select case when setting = 'transaction_timeout' then value else pg_catalog.set_config(setting, value, is_local) end $$;
  create function sim.run_id() returns uuid language sql volatile as $$
    select ('00000000-0000-4000-8000-' || lpad(nextval('sim.ids')::text, 12, '0'))::uuid $$;
  alter table runs alter id set default sim.run_id(), alter due_at set default sim.now(), alter created_at set default sim.now();
  alter table run_events alter at set default sim.clock_timestamp();
`

const history = `
  create table sim.history (id bigint generated always as identity primary key, at timestamptz, run_id uuid,
    was text, status text, attempt int, code text);
  create table sim.violations (what text);

  create function sim.on_run() returns trigger language plpgsql as $$
  declare cool int := 900;
  begin
    if new.lane is null then return null; end if;
    if tg_op = 'INSERT' then
      if new.operation = 'sim.cool' and new.requested_by is distinct from 'forced' and exists (select from tenantpilot.runs o
          where o.tenant_id = new.tenant_id and o.identity = new.identity and o.id <> new.id
          and o.status in ('succeeded', 'partial') and o.finished_at > new.created_at - make_interval(secs => cool)) then
        insert into sim.violations values ('cooldown bypassed by ' || new.id);
      end if;
      insert into sim.history (at, run_id, status, attempt) values (new.created_at, new.id, new.status, 0);
      return null;
    end if;
    if new.attempt <> old.attempt and new.attempt <> old.attempt + 1 then
      insert into sim.violations values (format('attempt of %s went from %s to %s', new.id, old.attempt, new.attempt));
    end if;
    if old.status not in ('queued', 'running') and new.status <> old.status and (old.status, new.status) <> ('failed', 'queued') then
      insert into sim.violations values (format('%s went from %s to %s', new.id, old.status, new.status));
    end if;
    if old.status not in ('queued', 'running') and new.attempt <> old.attempt then
      insert into sim.violations values (format('%s has ended and got a new attempt', new.id));
    end if;
    if new.status <> old.status or new.attempt <> old.attempt then
      insert into sim.history (at, run_id, was, status, attempt, code)
        values (sim.clock_timestamp(), new.id, old.status, new.status, new.attempt, new.error ->> 'code');
    end if;
    return null;
  end $$;
  create trigger sim_on_run after insert or update on runs for each row execute function sim.on_run();

  create function sim.on_item() returns trigger language plpgsql as $$
  begin
    if new.attempt < old.attempt then
      insert into sim.violations values (format('fenced attempt %s wrote item %s of %s', new.attempt, new.item_key, new.run_id));
    end if;
    return null;
  end $$;
  create trigger sim_on_item after update on run_items for each row execute function sim.on_item();

  create function sim.on_setting() returns trigger language plpgsql as $$
  begin
    if not exists (select from tenantpilot.run_items i join tenantpilot.runs r on r.id = i.run_id
        where i.run_id = new.run_id and i.item_key = new.source || '/' || new.graph_policy_id
        and i.attempt = new.category::int and r.tenant_id::text = new.tenant_id) then
      insert into sim.violations values (format('row of %s/%s without its item, or of another tenant', new.source, new.graph_policy_id));
    end if;
    return null;
  end $$;
  create trigger sim_on_setting after insert or update on policy_settings for each row execute function sim.on_setting();
`
