import { sql } from 'drizzle-orm'
import type { Db } from './database'
import { ours } from './schema/ours'

/**
 * Finds the role to which our schema belongs: everything of ours is made as it, whoever migrates, because the rules of the
 * rows name it. Where there is no schema yet it is the login itself. Throws where the login may not act as it.
 */
export async function findOwner(db: Db): Promise<string> {
  const [row] = await db.execute(sql`
    select owner, login, pg_has_role(login, owner,
        case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as may
    from (select session_user::name as login, coalesce(
      (select pg_get_userbyid(nspowner) from pg_namespace where nspname = ${ours.schemaName}), session_user) as owner) roles`)
  const { owner, login, may } = row as { owner: string; login: string; may: boolean }
  if (!may)
    throw new Error(
      `The schema "${ours.schemaName}" belongs to "${owner}", and "${login}" may not act as it: migrate as the login that did so before, or as the one that db:bootstrap made.`,
    )
  return owner
}

/** Does work as this role, then goes on as the login. Where the work fails the session stays as it is: nothing may follow. */
export async function asRole(db: Db, role: string, work: () => Promise<unknown>): Promise<void> {
  await db.execute(sql`select set_config('role', ${role}, false)`)
  await work()
  await db.execute(sql`reset role`)
}
