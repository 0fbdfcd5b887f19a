import type postgres from 'postgres'

/** What PostgreSQL itself saw written. */
export interface LoggedWrites {
  /** Each execution of a writing statement. */
  statements: string[]
  transactions: number
}

/** Has every table note down each statement that writes to it. */
export async function installWriteLog(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create schema write_log;
    create table write_log.writes (query text, transaction xid8, process int, at timestamptz);
    create function write_log.note() returns trigger language plpgsql security definer as $$
    begin
      insert into write_log.writes
      values (current_query(), pg_current_xact_id(), pg_backend_pid(), statement_timestamp());
      return null;
    end $$`)
  const tables = await sql`select table_name as name from information_schema.tables
    where table_schema in ('tenantpilot', 'public') and table_type = 'BASE TABLE'`
  for (const { name } of tables)
    await sql.unsafe(`create trigger write_log after insert or update or delete or truncate on ${String(name)}
      for each statement execute function write_log.note()`)
}

/** Reads what was written and takes the triggers away. */
export async function readWriteLog(sql: postgres.Sql): Promise<LoggedWrites> {
  const rows = await sql`select query from write_log.writes group by process, at, query`
  const [count] = await sql`select count(distinct transaction)::int as n from write_log.writes`
  await sql`drop schema write_log cascade`
  return { statements: rows.map((row) => String(row.query)).sort(), transactions: Number(count!.n) }
}
