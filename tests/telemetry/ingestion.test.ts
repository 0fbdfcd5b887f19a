import { randomUUID } from 'node:crypto'
import { type Backend, startBackend } from '../support/backend'
import { control } from '../support/control'

jest.setTimeout(120_000)

let backend: Backend
afterEach(() => backend.stop())

test.each(['refuses', 'is away'])('the work goes on while Application Insights %s', async (how) => {
  backend = await startBackend({ samplingRatio: 1, content: { policies: 3, seed: 2 } })
  if (how === 'is away') await backend.telemetry!.stop()
  else backend.telemetry!.addFault({ status: 500, count: 1000 })
  expect(await backend.sync()).toMatchObject({ status: 'succeeded' })
  expect(await backend.call('GET', 'worker-health')).toMatchObject({ status: 200 })
  await backend.host.stop()
})

test('nothing that is secret is in any record, span or metric', async () => {
  backend = await startBackend({ samplingRatio: 1, content: { policies: 3, seed: 2 } })
  const { simulator, database, telemetry } = backend
  const secret = `hush-${randomUUID()}`
  const place = `tenants/${database.tenant.entraTenantId}`
  await control(simulator, 'PUT', `${place}/deviceConfigurations/${randomUUID()}`, {
    '@odata.type': '#microsoft.graph.windows10CustomConfiguration',
    displayName: 'planted',
    description: secret,
    omaSettings: [
      {
        '@odata.type': '#microsoft.graph.omaSettingString',
        displayName: 'x',
        omaUri: './Vendor/x',
        isEncrypted: true,
        value: secret,
      },
    ],
  })
  await backend.sync()
  await backend.send('GET', `tenants/${secret}/policies?search=${secret}`, {
    headers: { authorization: `Bearer ${secret}`, 'x-secret': secret },
  })
  await backend.send('GET', `tenants/${database.tenant.externalId}/settings?search=${secret}`, {
    headers: backend.tokenOf('operator'),
  })
  simulator.control.secret('expired')
  await backend.sync()
  await backend.host.stop()
  const sent = JSON.stringify(telemetry!.store.envelopes())
  expect(telemetry!.store.envelopes().length).toBeGreaterThan(100)
  for (const planted of [secret, simulator.clientSecret, 'eyJ', 'SharedAccessKey', 'for tests only'])
    expect([planted, sent.includes(planted)]).toEqual([planted, false])
})
