import { join } from 'node:path'
import postgres from 'postgres'
import { callControlApi } from '../../local/simulator/control-client'
import { apiOf } from '../../local/stack/caller-api'
import { type StackOptions, startStack } from '../../local/stack/stack'
import type { Answer } from './backend'
import { until } from './until'

/** Starts the whole local stack with a managed identity, and what a test asks it. `lines`: what its parts print. */
export async function startIdentityStack(options: Omit<StackOptions, 'root' | 'onLine'> = {}) {
  const lines: string[] = []
  const onLine = (from: string, line: string) => void lines.push(`[${from}] ${line}`)
  const root = join(__dirname, '..', '..')
  const stack = await startStack({ root, log: 'json', identity: {}, ...options, onLine })
  const { info } = stack
  const sql = postgres(info.postgres.url, { max: 1, onnotice: () => {} })
  const api = apiOf(info)

  async function call(method: string, path: string): Promise<{ status: number; body: Answer }> {
    const headers = { authorization: `Bearer ${await api.token()}` }
    const response = await fetch(`${info.app.url}/api/tenants/${info.tenant.externalId}/${path}`, { method, headers })
    return { status: response.status, body: await response.json() }
  }
  async function ended(runId: string): Promise<Answer> {
    let run: Answer
    await until('the run ends', async () => {
      run = (await call('GET', `runs/${runId}`)).body
      return run.finishedAt != null
    })
    return run
  }
  /** Starts a sync, again where a session has just been ended. */
  async function start(): Promise<string> {
    let started: Answer
    await until('a sync starts', async () => (started = await call('POST', 'sync')).status !== 503)
    if (started.status >= 300) throw new Error(`no sync starts: ${started.body.code}`)
    return started.body.runId
  }
  return {
    info,
    lines,
    sql,
    call,
    ended,
    start,
    sync: async (): Promise<Answer> => ended(await start()),
    control: async (method: string, path: string, body?: unknown): Promise<Answer> =>
      JSON.parse(await callControlApi(info.simulator, method, path, body)),
    /** Ends the sessions of the app that do nothing: the next ones need a token. Who finds one ended gets a 503. */
    endSessions: () => sql`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'tenantpilot-local' and state = 'idle' and application_name like 'tenantpilot-functions%'`,
    async stop() {
      await sql.end()
      await stack.stop()
    },
  }
}
