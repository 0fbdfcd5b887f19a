import { type Running, compliance, intents, list, start } from './harness'

const link = async (simulator: Running, path: string) => String((await simulator.get(path)).json['@odata.nextLink'])

async function batch(simulator: Running, urls: string[]) {
  const token = String((await simulator.token()).json.access_token)
  const options = { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } }
  const requests = urls.map((url, i) => ({ id: String(i), method: 'GET', url: url.replace('/beta', '') }))
  const { status, json } = await simulator.call('/beta/$batch', options, JSON.stringify({ requests }))
  const answers = (json?.responses ?? []) as { id: string; status: number; headers: Record<string, string> }[]
  return { status, answers: answers.toSorted((a, b) => Number(a.id) - Number(b.id)) }
}

test('a broken page fails until the list is read again with a smaller $top', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'brokenPage', match: 'configurationPolicies\\?' })
  const broken = await link(simulator, `${list}?$top=40`)
  for (let i = 0; i < 6; i++) expect((await simulator.get(broken)).status).toBe(500)
  expect((await simulator.get(await link(simulator, `${list}?$top=40`))).status).toBe(500)
  expect((await simulator.get(await link(simulator, list))).status).toBe(500) // without $top: larger than any
  expect(await simulator.all(`${list}?$top=20`)).toHaveLength(110)
  expect(await simulator.all(`${compliance}?$top=7`)).toHaveLength(30)
  simulator.control.clearFaults()
  expect((await simulator.get(broken)).status).toBe(200)
})

test('without `match` every list fails at its own page size, until `count` is reached', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'brokenPage', count: 2 })
  const small = await link(simulator, `${compliance}?$top=5`)
  const large = await link(simulator, `${list}?$top=50`)
  expect((await simulator.get(small)).status).toBe(500)
  expect((await simulator.get(large)).status).toBe(500)
  expect((await simulator.get(large)).status).toBe(200)
})

test('skip tokens expire, one at a time or all at once', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'expiredSkipToken' })
  const next = await link(simulator, list)
  const expired = { status: 400, json: { error: { code: 'BadRequest', message: expect.stringContaining('expired') } } }
  expect(await simulator.get(next)).toMatchObject(expired)
  expect((await simulator.get(next)).status).toBe(200)
  await simulator.call('/_sim/skiptokens', { method: 'DELETE' })
  expect(await simulator.get(next)).toMatchObject(expired)
  expect(await simulator.all(list)).toHaveLength(110)
})

test('faults can hit single requests inside a batch: 429 with and without Retry-After, 404, an empty page', async () => {
  const simulator = await start()
  const [policy] = await simulator.all(intents)
  const urls = [`${intents}/${policy!.id}/settings`, `${intents}/${policy!.id}/assignments`, `${intents}/${policy!.id}`]
  simulator.control.addFault({ kind: 'status', status: 429, retryAfter: 3, match: 'settings', inBatch: true })
  simulator.control.addFault({ kind: 'status', status: 429, match: 'assignments', inBatch: true })
  simulator.control.addFault({ kind: 'status', status: 503, match: 'assignments', inBatch: false })
  expect((await simulator.get(urls[0]!)).status).toBe(200)
  const { status, answers } = await batch(simulator, urls)
  expect([status, ...answers.map((answer) => answer.status)]).toEqual([200, 429, 429, 200])
  expect(answers.map(({ headers }) => headers['Retry-After'])).toEqual(['3', undefined, undefined])
  expect((await simulator.get(urls[1]!)).status).toBe(503)
  simulator.control.addFault({ kind: 'status', status: 404, match: `${policy!.id}/settings` }) // until the next hit
  expect((await batch(simulator, urls)).answers.map((answer) => answer.status)).toEqual([404, 200, 200])
  simulator.control.addFault({ kind: 'emptyPage', match: 'settings', inBatch: true })
  const [empty] = (await batch(simulator, urls)).answers as unknown as {
    body: { value: []; '@odata.nextLink': string }
  }[]
  expect(empty!.body.value).toEqual([])
  expect((await simulator.all(empty!.body['@odata.nextLink'])).length).toBeGreaterThan(25)
})

test('a drop fault does not hit requests inside a batch', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'drop', match: 'top=1$' })
  expect((await batch(simulator, [`${list}?$top=1`])).answers[0]!.status).toBe(200)
  await expect(simulator.get(`${list}?$top=1`)).rejects.toMatchObject({ code: 'ECONNRESET' })
})

test('movedPage: the next page starts with the last entry of the page before, once', async () => {
  const simulator = await start()
  const { value, '@odata.nextLink': next } = (await simulator.get(list)).json
  simulator.control.addFault({ kind: 'movedPage' })
  expect((await simulator.get(list)).json.value).toEqual(value) // a first page has no page before it
  expect((await simulator.get(next)).json.value[0]).toEqual(value.at(-1))
  expect(value).not.toContainEqual((await simulator.get(next)).json.value[0])
})

test('skippedEntry: the next page omits its first entry, once', async () => {
  const simulator = await start()
  const { value, '@odata.nextLink': next } = (await simulator.get(list)).json
  const second = (await simulator.get(next)).json.value
  simulator.control.addFault({ kind: 'skippedEntry' })
  expect((await simulator.get(list)).json.value).toEqual(value)
  expect((await simulator.get(next)).json.value[0]).toEqual(second[1])
  expect((await simulator.get(next)).json.value[0]).toEqual(second[0])
})

test('with ignoreTop no page is larger than the normal size, and the list is complete', async () => {
  const simulator = await start()
  simulator.control.behave({ ignoreTop: true })
  const pages = (await simulator.pages(`${list}?$top=100`)).map(({ value }) => value.length)
  expect(pages).toEqual([25, 25, 25, 25, 10])
  expect((await simulator.get(`${list}?$top=7`)).json.value).toHaveLength(7)
})
