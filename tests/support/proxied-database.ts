import { openDatabase } from '../../src/db/database'
import type { TestDatabase } from './database'
import { startTcpProxy } from './tcp-proxy'

type Options = Parameters<typeof openDatabase>[1]

/** Opens the same database once more, through a proxy that can be silenced. */
export async function openThroughProxy(database: TestDatabase, options: Options = {}) {
  const url = new URL(database.url)
  const proxy = await startTcpProxy({ port: Number(url.port) })
  url.port = String(proxy.port)
  const { db, renew, close } = openDatabase(url.href, { poolSize: 2, answerWithinMs: 500, ...options })
  return { proxy, db, renew, close: async () => void (await Promise.all([close(), proxy.close()])) }
}
