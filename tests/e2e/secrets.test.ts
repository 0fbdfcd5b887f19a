import { ServiceBusClient } from '@azure/service-bus'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type Answer, type Backend, startBackend } from '../support/backend'
import { control } from '../support/control'
import { printed } from '../support/printed'
import { until } from '../support/until'

jest.setTimeout(120_000)

const queues = ['intune-sync-queue', 'intune-operations-queue']
/** The beginning of every access token of the simulated Entra: the header of a JWT. */
const token = Buffer.from('{"typ":"JWT"').toString('base64url').slice(0, -1)

/** Two settings that are secrets because of their definitions. */
const definitions = mkdtempSync(join(tmpdir(), 'definitions-'))
const described = {
  'configuration-settings': { id: 'sim_planted_definition', displayName: 'A', valueDefinition: { isSecret: true } },
  'intent-setting-definitions': {
    id: 'deviceConfiguration--sim_key',
    displayName: 'B',
    constraints: [{ '@odata.type': '#microsoft.graph.deviceManagementIntentSettingSecretConstraint' }],
  },
  'compliance-settings': { id: 'linux_other', displayName: 'C' },
}
for (const [name, definition] of Object.entries(described))
  writeFileSync(join(definitions, `${name}.jsonl.gz`), gzipSync(`${JSON.stringify(definition)}\n`))
afterAll(() => rmSync(definitions, { recursive: true, force: true }))

let backend: Backend
let client: ServiceBusClient
beforeEach(async () => {
  backend = await startBackend({ content: { policies: 6, seed: 2 }, definitions })
  client = new ServiceBusClient(backend.broker.connectionString)
})
afterEach(async () => {
  await client.close()
  await backend.stop()
})

const place = () => `tenants/${backend.database.tenant.entraTenantId}`
const own = (path: string) => backend.call('GET', `tenants/${backend.database.tenant.externalId}/${path}`)
const controlSimulator = (method: string, path: string, body?: unknown) =>
  control(backend.simulator, method, path, body)

/** Stores policies with a secret in every place that can have one; returns the secrets by place. */
async function plant() {
  const planted = new Map<string, string>()
  const secret = (where: string) => {
    const text = `hush-${randomUUID()}`
    planted.set(where, text)
    return text
  }
  const put = (collection: string, policy: object) =>
    controlSimulator('PUT', `${place()}/${collection}/${randomUUID()}`, policy)
  const simple = (settingDefinitionId: string, simpleSettingValue: object) => ({
    settingInstance: { settingDefinitionId, simpleSettingValue },
  })
  const type = '#microsoft.graph.deviceManagementConfigurationSecretSettingValue'

  const token = { value: secret('a catalog secret’s token'), valueState: 'encryptedValueToken' }
  const catalog = [
    simple('sim_planted_token', { '@odata.type': type, ...token }),
    simple('sim_planted_type', { '@odata.type': type, value: secret('a value of the secret type') }),
    simple('sim_planted_plain', { value: secret('a value not yet encrypted'), valueState: 'notEncrypted' }),
    simple('sim_planted_definition', { value: secret('a setting whose definition says so') }),
    {
      settingInstance: {
        settingDefinitionId: 'sim_planted_group',
        groupSettingCollectionValue: [
          {
            children: [
              {
                settingDefinitionId: 'sim_planted_list',
                simpleSettingCollectionValue: [{ value: secret('a list of secrets'), valueState: 'notEncrypted' }],
              },
            ],
          },
        ],
      },
    },
  ]
  await put('configurationPolicies', { name: 'Catalog', settings: catalog })
  await put('compliancePolicies', {
    name: 'Linux',
    settings: [simple('linux_planted', { value: secret('a compliance secret'), valueState: 'encryptedValueToken' })],
  })

  const oma = (kind: string, omaUri: string, value: string, isEncrypted: boolean) => ({
    '@odata.type': `#microsoft.graph.omaSetting${kind}`,
    displayName: omaUri,
    omaUri,
    value,
    isEncrypted,
    ...(isEncrypted ? { secretReferenceValueId: `${randomUUID()}_x` } : {}),
  })
  const open = `open-${randomUUID()}`
  const omaSettings = [
    oma('String', './Encrypted', secret('an encrypted OMA-URI text'), true),
    oma('StringXml', './Xml', Buffer.from(secret('encrypted OMA-URI XML')).toString('base64'), true),
    oma('String', './Old', open, false),
  ]
  const device = '#microsoft.graph.windows10CustomConfiguration'
  await put('deviceConfigurations', { '@odata.type': device, displayName: 'Custom', omaSettings })
  await put('deviceConfigurations', {
    '@odata.type': '#microsoft.graph.androidForWorkEnterpriseWiFiConfiguration',
    displayName: 'Wi-Fi',
    preSharedKey: secret('a typed secret property'),
    inner: { proxyPassword: secret('a typed secret far below') },
  })
  await put('intents', {
    displayName: 'Intent',
    settings: [
      {
        id: '1',
        definitionId: 'deviceConfiguration--sim_wifi',
        valueJson: JSON.stringify({ preSharedKey: secret('a secret in an intent’s value') }),
      },
      {
        id: '2',
        definitionId: 'deviceConfiguration--sim_key',
        valueJson: JSON.stringify(secret('an intent’s setting whose definition says so')),
      },
    ],
  })
  return { planted, open }
}

/** Makes Graph's errors contain secrets. */
async function plantInErrors(planted: Map<string, string>): Promise<void> {
  for (const [status, match] of [
    [400, 'configurationPolicies/[^/]+/settings'],
    [403, 'deviceCompliancePolicies\\?'],
    [500, 'intents\\?'],
  ] as const) {
    const message = `hush-${randomUUID()}`
    planted.set(`an error ${status} of Graph’s`, message)
    await controlSimulator('POST', 'faults', { kind: 'status', status, match, message, forMs: 600_000 })
  }
}

/** Sends secrets where a request has none to say, or no right to say it. */
async function plantInRequests(planted: Map<string, string>): Promise<void> {
  const secret = (where: string) => {
    const text = `hush-${randomUUID()}`
    planted.set(where, text)
    return text
  }
  const path = `tenants/${backend.database.tenant.externalId}`
  const name = secret('a claim of a caller’s token')
  await backend.send('POST', `${path}/verify`, {
    headers: backend.tokenOf('owner', { name, preferred_username: name }),
  })
  const refused = [
    { authorization: `Bearer ${secret('a token that is none')}` },
    { authorization: `Bearer a.${Buffer.from(secret('the claims of a broken token')).toString('base64url')}.c` },
    backend.tokenOf('owner', { aud: secret('the audience of a token') }),
    { ...backend.tokenOf('actas'), 'x-acting-user': secret('an acting user') },
    { 'x-functions-key': secret('a function key') },
  ]
  for (const headers of refused)
    expect(JSON.stringify(await backend.send('GET', `${path}/settings`, { headers }))).not.toContain('hush-')
  const state = secret('a state of a consent')
  await backend.send(
    'GET',
    `consent/callback?state=${state}&error_description=${secret('what Entra says of a consent')}`,
  )
  await backend.send('POST', 'consent/signed-in', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `state=${state}&id_token=${secret('an id token')}`,
  })
}

/** All tables as text, without `policies.raw`, the only place that may contain secrets. */
async function tables(): Promise<string> {
  const { sql } = backend.database
  const names = await sql`select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
  const dumps = await Promise.all(
    names.map(({ schema, name }) => sql`select (to_jsonb(t) - 'raw')::text as row from ${sql(schema)}.${sql(name)} t`),
  )
  expect(names.map(({ name }) => name as string)).toEqual(
    expect.arrayContaining(['policy_settings', 'runs', 'policies']),
  )
  return dumps.flat().map(({ row }) => row as string).join('\n') // prettier-ignore
}

async function messages(): Promise<string> {
  const all: unknown[] = []
  for (const queue of queues)
    for (const receiver of [client.createReceiver(queue), client.createReceiver(queue, { subQueueType: 'deadLetter' })])
      all.push(...(await receiver.peekMessages(100)).map(({ body, applicationProperties, deadLetterErrorDescription, deadLetterReason }) => ({ body, applicationProperties, deadLetterErrorDescription, deadLetterReason }))) // prettier-ignore
  return JSON.stringify(all)
}

/** The API's answers about runs and to searches, also to an invalid one. */
async function answers(runs: readonly Answer[]): Promise<string> {
  const paths = [
    ...runs.flatMap(({ runId }) => ['', '/items?limit=200', '/events'].map((part) => `runs/${runId}${part}`)),
    'runs?limit=200',
    'settings?q=hush&includeDefaults=true&limit=200',
    'settings?q=********&includeDefaults=true&limit=200',
    'settings?includeDefaults=true&limit=200&source=deviceConfigurations',
    'settings?includeDefaults=true&limit=200&source=intents',
    'policies?limit=200',
    'settings?limit=hush',
  ]
  const told = await Promise.all(paths.map(own))
  const headers = backend.tokenOf('owner')
  const workspace = `workspaces/${backend.database.tenant.workspaceId}`
  for (const part of ['audit/export', 'grants', 'tenants', 'runs'])
    told.push(await backend.send('GET', `${workspace}/${part}`, { headers }))
  const everything = backend.tokenOf('operator')
  for (const part of ['notifications?limit=200', 'notifications/unread'])
    told.push(await backend.send('GET', part, { headers: everything }))
  expect(told.at(-2)!.body.items.map(({ code }: Answer) => code)).toContain('graph.auth.invalid_client')
  const health = await backend.call('GET', 'worker-health')
  expect([...told, health].map(({ status }) => status)).toEqual([
    ...paths.slice(0, -1).map(() => 200),
    400,
    200,
    200,
    200,
    200,
    200,
    200,
    200,
  ])
  return JSON.stringify([...told, health].map(({ status, body, headers }) => [status, body, [...headers]]))
}

/** Finds secrets in a text, in plain, base64 or hexadecimal form. */
function secretsIn(text: string, planted: ReadonlyMap<string, string>): string[] {
  const forms = (secret: string) => [secret, Buffer.from(secret).toString('base64').slice(0, -4), Buffer.from(secret).toString('hex')] // prettier-ignore
  return [...planted].filter(([, secret]) => forms(secret).some((form) => text.includes(form))).map(([where]) => where)
}

test('no secret is in any table, message, dead letter, log line or answer', async () => {
  const { planted, open } = await plant()
  const runs = [await backend.sync()]
  expect(runs[0]).toMatchObject({ status: 'succeeded', counts: { failed: 0 } })
  const raw = await backend.database.sql`select raw from policies`
  const held = raw.map((row) => gunzipSync(row.raw as Buffer).toString()).join('\n')
  expect(secretsIn(held, planted)).toHaveLength(planted.size) // all of them were read

  runs.push(await backend.sync('reflatten'))
  await plantInErrors(planted)
  runs.push(await backend.sync())
  expect(runs[2].status).toBe('partial')
  await controlSimulator('POST', 'secret', { state: 'wrong' })
  runs.push(await backend.sync())
  expect(runs[3]).toMatchObject({ status: 'failed', error: { code: 'graph.auth.invalid_client' } })
  await client.createSender(queues[0]!).sendMessages({ body: { v: 99 } })
  const deadLettered = async () => (await backend.broker.queue(queues[0]!)).deadLettered
  await until('a message nobody can read is dead-lettered', async () => (await deadLettered()) === 1)

  await plantInRequests(planted)
  planted.set('the client secret', backend.simulator.clientSecret)
  planted.set('an access token', token)
  planted.set('the key of fingerprints', 'for tests only, and long enough')
  const stored = await tables()
  expect(secretsIn(stored, planted)).toEqual([])
  expect(secretsIn(await messages(), planted)).toEqual([])
  expect(secretsIn(await answers(runs), planted)).toEqual([])
  expect(secretsIn(await printed(backend, runs), planted)).toEqual([])
  expect(secretsIn(backend.lines.join('\n'), planted)).toEqual([])
  // a text that Graph does not encrypt is no secret, so it is stored
  expect(stored).toContain(open)
})

test('a changed secret counts as an update', async () => {
  const id = randomUUID()
  const put = (value: string) =>
    controlSimulator('PUT', `${place()}/configurationPolicies/${id}`, {
      name: 'Catalog',
      settings: [
        {
          settingInstance: {
            settingDefinitionId: 'sim_planted_token',
            simpleSettingValue: { value, valueState: 'encryptedValueToken' },
          },
        },
      ],
    })
  await put('hush-one')
  await backend.sync()
  await put('hush-one')
  expect((await backend.sync()).counts.updated).toBe(0)
  await put('hush-two')
  expect((await backend.sync()).counts.updated).toBe(1)
})
