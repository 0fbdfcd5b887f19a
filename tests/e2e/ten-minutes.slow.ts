import { setTimeout as delay } from 'node:timers/promises'
import { startIdentityStack } from '../support/identity-stack'

jest.setTimeout(20 * 60_000)

/** Ten; in a slice of the slow tests at least one, which is as long as a token lives. */
const minutes = Math.ceil(10 / Number(process.env.TEST_SLICE ?? 1))
/** Longer than a connection stays open unused: each look opens one, with the token of that moment. Milliseconds. */
const lookEveryMs = 65_000
/** Of every token: for Service Bus, PostgreSQL and the exchange for Graph. */
const seconds = 60
/** So slow that the run takes longer; at the end the rest is read at once. Milliseconds. */
const latencyMs = 10_000

test(`a run of ${minutes} min survives with tokens of one minute`, async () => {
  const stack = await startIdentityStack({
    identity: { seconds },
    simulator: { demo: true, policies: 150 * (minutes + 1) },
  })
  try {
    // those of Graph are renewed each minute too: five minutes before their end
    // only when the API has read Entra's keys, for which it does not wait so long
    expect(await stack.call('GET', 'runs')).toMatchObject({ status: 200 })
    await stack.control('PATCH', 'behaviour', { tokenSeconds: 300 + seconds, latencyMs })
    const runId = await stack.start()
    const began = Date.now()
    const processed: number[] = []
    for (let look = 1; look <= minutes; look++) {
      await delay(began + look * lookEveryMs - Date.now())
      const { body: run } = await stack.call('GET', `runs/${runId}`)
      expect(run).toMatchObject({ status: 'running', attempt: 1 })
      processed.push(run.counts.processed)
    }
    await stack.control('PATCH', 'behaviour', { latencyMs: 0 })
    const run = await stack.ended(runId)
    const { issued } = await stack.control('PATCH', 'azure/identity', {})
    const { tokenRequests } = await stack.control('GET', 'stats')
    const [sessions] =
      await stack.sql`select sessions::int as opened from pg_stat_database where datname = current_database()`
    const tookSeconds = Math.round((Date.now() - began) / 1000)
    process.stdout.write(
      `${JSON.stringify({ tookSeconds, status: run.status, attempt: run.attempt, counts: run.counts, processed, issued, tokenRequests: tokenRequests.byResult, ...sessions })}\n`,
    )
    expect(run).toMatchObject({ status: 'succeeded', attempt: 1, counts: { failed: 0 } })
    expect(processed).toEqual([...new Set(processed)].sort((a, b) => a - b)) // there was progress each time
    // at least one a minute for each
    for (const resource of ['https://servicebus.azure.net', 'https://ossrdbms-aad.database.windows.net'])
      expect(issued[resource]).toBeGreaterThanOrEqual(minutes)
    expect(issued['api://AzureADTokenExchange']).toBeGreaterThanOrEqual(minutes)
    expect(stack.lines.filter((line) => /token.*expired|unauthori[sz]ed|28P01/i.test(line))).toEqual([])
  } finally {
    await stack.stop()
  }
})
