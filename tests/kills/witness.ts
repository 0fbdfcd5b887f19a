import type postgres from 'postgres'

/** What PostgreSQL itself saw written, however it came there. */
export interface Witnessed {
  /** Each execution of a writing statement. */
  statements: string[]
  transactions: number
}

/** Has every table note down each statement that writes to it. */
export async function installWitness(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create schema witness;
    create table witness.writes (query text, transaction xid8, process int, at timestamptz);
    create function witness.note() returns trigger language plpgsql as $$
    begin
      insert into witness.writes
      values (current_query(), pg_current_xact_id(), pg_backend_pid(), statement_timestamp());
      return null;
    end $$`)
  const tables = await sql`select table_name as name from information_schema.tables
    where table_schema in ('tenantpilot', 'public') and table_type = 'BASE TABLE'`
  for (const { name } of tables)
    await sql.unsafe(`create trigger witness after insert or update or delete or truncate on ${String(name)}
      for each statement execute function witness.note()`)
}

export async function readWitness(sql: postgres.Sql): Promise<Witnessed> {
  const rows = await sql`select query from witness.writes group by process, at, query`
  const [count] = await sql`select count(distinct transaction)::int as n from witness.writes`
  return { statements: rows.map((row) => String(row.query)).sort(), transactions: Number(count!.n) }
}
