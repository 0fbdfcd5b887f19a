import { gunzipSync } from 'node:zlib'
import { request } from 'node:https'
import { readFileSync } from 'node:fs'
import { type Answered, base, catalogCompliance, compliance, intents, list, type Running, start } from './harness'

/** What captures of Graph's own answers show (2026), and clients must bear. */

async function bearer(simulator: Running): Promise<string> {
  return `Bearer ${(await simulator.token()).json.access_token}`
}

test('a skip token is encoded twice in its link: decoded and encoded again, it is no token any more', async () => {
  const simulator = await start()
  const { '@odata.nextLink': link } = (await simulator.get(`${list}?$top=5`)).json
  expect(link).toMatch(/\$skiptoken=%255Bcosmosdb%255D[\w%]+%253D%253D$/)
  expect((await simulator.get(link)).json.value).toHaveLength(5)
  const [before, token] = String(link).split('skiptoken=') as [string, string]
  for (const changed of [
    decodeURIComponent(token),
    decodeURIComponent(decodeURIComponent(token)),
    encodeURIComponent(token),
  ])
    // prettier-ignore
    expect((await simulator.get(`${before}skiptoken=${changed}`)).status).toBe(400)
})

test.each([list, compliance, intents, `${base}/assignmentFilters`])('dates have seven digits: %s', async (path) => {
  const simulator = await start()
  const [first, ...others] = await simulator.all(path)
  for (const entry of [first!, ...others])
    expect(entry['lastModifiedDateTime']).toMatch(/T\d\d:\d\d:\d\d\.\d{6}[1-9]Z$/)
  const { lastModifiedDateTime } = first!
  expect((await simulator.get(`${path}/${first!.id}`)).json).toMatchObject({ lastModifiedDateTime })
})

test('an answer is compressed for who accepts it', async () => {
  const simulator = await start()
  const headers = { authorization: await bearer(simulator), 'accept-encoding': 'gzip, deflate' }
  const { encoding, bytes } = await new Promise<{ encoding: string | undefined; bytes: Buffer }>((resolve, reject) => {
    const options = { ca: readFileSync(simulator.caFile), headers }
    request(simulator.url + list, options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
      )
    })
      .on('error', reject)
      .end()
  })
  expect(encoding).toBe('gzip')
  expect(JSON.parse(gunzipSync(bytes).toString()).value).toEqual((await simulator.get(list)).json.value)
})

test.each([list, catalogCompliance])('a list of the catalog says isAssigned only when asked: %s', async (path) => {
  const simulator = await start()
  const [first] = await simulator.all(path)
  expect(first).not.toHaveProperty('isAssigned')
  expect((await simulator.all(`${path}?$select=id,isAssigned`))[0]).toEqual({
    id: first!.id,
    isAssigned: (await simulator.get(`${path}/${first!.id}`)).json.isAssigned,
  })
})

test('every instance has auditRuleInformation, no chosen option a type, wherever settings are shown', async () => {
  const simulator = await start()
  const instances: object[] = []
  const options: object[] = []
  const look = (json: Answered, below = ''): void => {
    if (Array.isArray(json)) return json.forEach((entry) => look(entry, below))
    if (typeof json !== 'object' || json === null) return
    if ('settingDefinitionId' in json) instances.push(json)
    if (/^choiceSetting.*Value$/.test(below)) options.push(json)
    for (const [name, value] of Object.entries(json)) look(value, name)
  }
  look(await simulator.all(`${list}?$expand=settings`))
  const [{ id }] = (await simulator.all(`${list}?$select=id,settingCount`)).filter(({ settingCount }) => settingCount > 9) as [{ id: string }] // prettier-ignore
  look(await simulator.all(`${list}/${id}/settings`))
  look((await simulator.get(`${list}/${id}?$expand=settings`)).json)
  expect(Math.min(instances.length, options.length)).toBeGreaterThan(100)
  for (const instance of instances) expect(instance).toHaveProperty('auditRuleInformation', null)
  for (const option of options) expect(option).not.toHaveProperty(['@odata.type'])
})

test('lists of intents do not say how many entries a page has', async () => {
  const simulator = await start()
  expect((await simulator.get(intents)).json).not.toHaveProperty(['@odata.count'])
  expect((await simulator.get(list)).json).toHaveProperty(['@odata.count'], 25)
})

test('an empty segment in a path is refused', async () => {
  const simulator = await start()
  expect(await simulator.get(`/beta//deviceManagement/configurationPolicies`)).toMatchObject({ status: 400 })
})

test('ids in a batch may be numbers; answers have texts', async () => {
  const simulator = await start()
  const requests = [1, 2].map((id) => ({ id, method: 'GET', url: '/deviceManagement/intents?$top=1' }))
  const options = {
    method: 'POST',
    headers: { authorization: await bearer(simulator), 'content-type': 'application/json' },
  }
  const { status, json } = await simulator.call('/beta/$batch', options, JSON.stringify({ requests }))
  expect(status).toBe(200)
  expect(json.responses.map(({ id }: { id: unknown }) => id).toSorted()).toEqual(['1', '2'])
})
