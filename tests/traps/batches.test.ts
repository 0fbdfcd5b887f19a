import { intents, list, start, tenantId } from '../local/simulator/harness'
import { product } from './support/product'
import { batch, idsOf } from './support/raw'
import { expectComplete } from './support/expect-complete'

const tenants = [{ entraTenantId: tenantId, policies: 60, seed: 3 }]
const long = ({ settings }: { settings: number }) => settings > 25

async function begin() {
  const simulator = await start({ tenants })
  const listed = (source: string) => simulator.control.list(tenantId, source) as { id: string; settings: number }[]
  const urls = listed('configurationPolicies')
    .slice(0, 20)
    .map(({ id }) => `${list}/${id}`)
  const requests = urls.map((url) => ({ version: 'beta', path: url.replace('/beta/', '') }) as const)
  return { simulator, listed, urls, requests, ...product(simulator) }
}

type Begun = Awaited<ReturnType<typeof begin>>

/** Requests 20 policies in one `$batch` and expects each answer to be of its own policy. */
async function expectOwnAnswers({ graph, requests, urls }: Begun): Promise<void> {
  const answers = await graph.batch(requests)
  expect(answers.map(({ body }) => `${list}/${(body as { id: string }).id}`)).toEqual(urls)
}

test('with shuffled $batch answers each policy gets its own', async () => {
  const begun = await begin()
  const { simulator, urls, sync } = begun
  const order = idsOf(await batch(simulator, urls)).map(Number)
  expect(order).not.toEqual(order.toSorted((a, b) => a - b))
  await expectOwnAnswers(begun)
  expectComplete(simulator, await sync())
})

test('a paged list in a $batch answer is read after its first 25 entries', async () => {
  const { simulator, listed, sync, asked } = await begin()
  const [intent] = listed('intents').filter(long)
  const own = `${intents}/${intent!.id}/settings`
  const [inner] = await batch(simulator, [own])
  expect(inner!.body.value).toHaveLength(25)
  expect(inner!.body['@odata.nextLink']).toContain('skiptoken')
  const synced = await sync()
  expect(asked.filter((url) => url.includes(own)).every((url) => url.includes('skiptoken'))).toBe(true)
  expectComplete(simulator, synced)
})

test('after an inner 429 with Retry-After only that request is sent again, at the time that Graph named', async () => {
  const begun = await begin()
  const { simulator, urls, waits, sync } = begun
  const arm = (match: string, count = 1) =>
    simulator.control.addFault({ kind: 'status', status: 429, retryAfter: 7, inBatch: true, match, count })
  arm(urls[3]!)
  const inner = await batch(simulator, urls)
  const throttled = inner.filter(({ status }) => status === 429)
  expect(throttled).toMatchObject([{ id: '3', headers: { 'Retry-After': '7' } }])
  arm(urls[3]!)
  simulator.control.resetStats()
  await expectOwnAnswers(begun)
  expect(simulator.control.stats()).toMatchObject({ http: 2, operations: 21, batches: 2 })
  expect(waits.filter((ms) => ms >= 1_000)).toEqual([7_000])
  arm('settings', 4)
  expectComplete(simulator, await sync())
  expect(simulator.control.faults()).toEqual([])
})

test('after 429 without Retry-After, alone and in a $batch, waits grow and nothing is lost', async () => {
  const begun = await begin()
  const { simulator, urls, waits, sync, graph, requests } = begun
  const arm = (match: string, inBatch: boolean, count: number) =>
    simulator.control.addFault({ kind: 'status', status: 429, inBatch, match, count })
  arm(urls[3]!, true, 1)
  arm(urls[4]!, false, 1)
  expect((await batch(simulator, urls)).find(({ status }) => status === 429)!.headers).not.toHaveProperty('Retry-After')
  expect(await simulator.get(urls[4]!)).toMatchObject({ status: 429, headers: expect.not.objectContaining({ 'retry-after': expect.anything() }) }) // prettier-ignore
  arm(urls[3]!, true, 3)
  await expectOwnAnswers(begun)
  expect(waits.filter((ms) => ms >= 500)).toEqual([750, 1_500, 3_000])
  arm(urls[4]!, false, 3)
  await graph.get(requests[4]!)
  expect(waits.filter((ms) => ms >= 500)).toEqual([750, 1_500, 3_000, 750, 1_500, 3_000])
  arm('.', true, 3)
  arm('.', false, 3)
  expectComplete(simulator, await sync())
  expect(simulator.control.faults()).toEqual([])
})

test('after an inner 503 only the failed requests are sent again', async () => {
  const begun = await begin()
  const { simulator, urls, sync } = begun
  const arm = (match: string) => simulator.control.addFault({ kind: 'status', status: 503, inBatch: true, match })
  arm(urls[3]!)
  expect((await batch(simulator, urls)).filter(({ status }) => status === 503)).toMatchObject([{ id: '3' }])
  arm(urls[3]!)
  simulator.control.resetStats()
  await expectOwnAnswers(begun)
  expect(simulator.control.stats()).toMatchObject({ http: 2, operations: 21 })
  for (const part of ['settings', 'assignments', 'scheduledActionsForRule']) arm(part)
  expectComplete(simulator, await sync())
  expect(simulator.control.faults()).toEqual([])
})
