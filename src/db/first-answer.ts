import type postgres from 'postgres'
import { withTimeout } from '../shared/timeout'

/** Longer than a connection may take, which has its own sentence. Milliseconds. */
const withinMs = 9_000

/**
 * Waits until the server answers at all. postgres.js connects again for ever where each connection is closed before it is open;
 * so this throws after 9 s, with what to do.
 */
export async function firstAnswer(sql: postgres.Sql, url: string): Promise<void> {
  await withTimeout(
    withinMs,
    async () => sql`select 1`,
    () =>
      new Error(
        `Each connection to ${new URL(url).host} is closed before PostgreSQL answers: look whether it is PostgreSQL, at what stands between, and at the log of the server.`,
      ),
  )
}
