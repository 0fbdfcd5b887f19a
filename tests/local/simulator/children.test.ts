import { type Answered, type Running, start, tenantId } from './harness'
import { configurations } from './made-up'

const base = `/beta/${configurations.path}`

async function startNested(): Promise<{ simulator: Running; path: string; id: string }> {
  const simulator = await start({ collections: [configurations] })
  simulator.control.roles(tenantId, ['DeviceManagementConfiguration.Read.All', 'DeviceManagementApps.Read.All'])
  const [{ id }] = (await simulator.all(base)) as [{ id: string }]
  return { simulator, id, path: `${base}/${id}` }
}

const counts = (pages: { value: unknown[] }[]) => pages.map(({ value }) => value.length)

test('children have pages of their own at every depth, without those below them', async () => {
  const { simulator, path, id } = await startNested()
  const values = await simulator.pages(`${path}/definitionValues`)
  expect(counts(values)).toEqual([2, 2, 1])
  expect(counts(await simulator.pages(`${path}/definitionValues?$top=1000`))).toEqual([4, 1])
  expect(values[0]!.value[1]).toEqual({ id: `${id}-V1`, enabled: false })
  const below = await simulator.pages(`${path}/definitionValues/${id}-v1/presentationValues`) // ids ignore case
  expect(counts(below)).toEqual([2, 1])
  expect(below[0]!.value).toEqual([
    { id: '1.0', value: 0 },
    { id: '1.1', value: 1 },
  ])
})

test('one entry is read by its id, and a single child has no id', async () => {
  const { simulator, path, id } = await startNested()
  const value = `${path}/definitionValues/${id}-V1`
  const context = `https://graph.microsoft.com/beta/$metadata#${configurations.path}('${id}')/definitionValues`
  expect((await simulator.get(value)).json).toEqual({
    '@odata.context': `${context}/$entity`,
    id: `${id}-V1`,
    enabled: false,
  })
  expect((await simulator.get(`${value}/presentationValues('1.2')`)).json).toMatchObject({ id: '1.2', value: 2 })
  expect((await simulator.get(`${value}/presentationValues/1.2/presentation`)).json).toEqual({
    '@odata.context': `${context}('${id}-V1')/presentationValues('1.2')/presentation/$entity`,
    id: 'p2',
    label: 'Label 2',
  })
  expect((await simulator.get(`${value}/definition`)).json).toMatchObject({ displayName: 'From Graph' })
  for (const missing of [`${path}/definitionValues/nobody`, `${value}/presentationValues/9`])
    expect((await simulator.get(missing)).status).toBe(404)
  expect((await simulator.get(`${value}?$top=1`)).status).toBe(400)
  expect((await simulator.get(`${value}/nonsense`)).status).toBe(501)
})

test('$expand goes as deep as the records, with links where a page is not the last', async () => {
  const { simulator, path } = await startNested()
  const nested = 'presentationValues($expand=presentation)'
  const [value] = (await simulator.get(`${path}/definitionValues?$expand=definition,${nested}`)).json.value
  expect(value).toMatchObject({ definition: { displayName: 'From Graph' } })
  expect(value.presentationValues).toEqual([
    { id: '0.0', value: 0, presentation: { id: 'p0', label: 'Label 0' } },
    { id: '0.1', value: 1, presentation: { id: 'p1', label: 'Label 1' } },
  ])
  expect(await simulator.all(value['presentationValues@odata.nextLink'])).toEqual([{ id: '0.2', value: 2 }])
  const alone = (await simulator.get(`${path}/definitionValues/${value.id}?$expand=${nested}`)).json
  expect(alone.presentationValues).toHaveLength(3)
  const whole = `definitionValues($expand=definition,${nested})`
  const [listed] = (await simulator.get(`${base}?$expand=${whole}`)).json.value
  expect(listed.definitionValues).toHaveLength(2)
  expect(listed.definitionValues[0].presentationValues[0].presentation).toEqual({ id: 'p0', label: 'Label 0' })
  const inner = listed.definitionValues[0]['presentationValues@odata.nextLink']
  expect(await simulator.all(inner)).toHaveLength(1)
  expect(await simulator.all(listed['definitionValues@odata.nextLink'])).toHaveLength(3)
  expect((await simulator.get(`${path}?$expand=${whole}`)).json.definitionValues).toHaveLength(5)
})

test('a $expand that is deeper than the records or unknown is 400', async () => {
  const { simulator, path } = await startNested()
  const tooDeep = 'definitionValues($expand=presentationValues($expand=presentation($expand=x)))'
  for (const [option, message] of [
    [tooDeep, "the maximum expand depth for 'definitionValues' is 3"],
    ['definitionValues($expand=definition($expand=x))', "the maximum expand depth for 'definition' is 1"],
    ['definitionValues($expand=nonsense)', "Could not expand 'nonsense' of 'definitionValues'"],
    ['presentationValues', "Could not find a property named 'presentationValues'"],
    ['certificates', "Could not find a property named 'certificates'"],
  ] as const)
    expect(await simulator.get(`${path}?$expand=${option}`)).toMatchObject({
      status: 400,
      json: { error: { message: expect.stringContaining(message) } },
    })
})

test('a child of one derived type needs its cast; a refused path is 400', async () => {
  const { simulator, path } = await startNested()
  const certificates = 'microsoft.graph.madeUpCertified/certificates'
  const both = [
    { id: 'c', subject: 'CN=a' },
    { id: 'd', subject: 'CN=b' },
  ]
  expect((await simulator.get(`${path}?$expand=${certificates}`)).json.certificates).toEqual(both)
  expect(await simulator.all(`${path}/${certificates}`)).toEqual(both)
  const [listed] = (await simulator.get(`${base}?$expand=${certificates}`)).json.value
  const rest = await simulator.all(listed['certificates@odata.nextLink'])
  expect([...listed.certificates, ...rest]).toEqual(both)
  expect((await simulator.get(`${path}/${certificates}/c`)).json).toMatchObject({ subject: 'CN=a' })
  const plain = (await simulator.all(base)).find((one) => one['@odata.type'].endsWith('madeUpPlain'))!
  expect((await simulator.get(`${base}/${plain.id}?$expand=${certificates}`)).json).not.toHaveProperty('certificates')
  expect((await simulator.get(`${base}/${plain.id}/${certificates}`)).status).toBe(400)
  expect(simulator.control.get(tenantId, configurations.name, plain.id)).not.toHaveProperty('certificates')
  expect((await simulator.get(`${path}/assignments`)).status).toBe(400)
  expect((await simulator.get(`${path}?$expand=assignments`)).json.assignments).toEqual([])
})

test('a child may need a permission of its own', async () => {
  const { simulator, path, id } = await startNested()
  simulator.control.roles(tenantId, ['DeviceManagementConfiguration.Read.All'])
  const token = String((await simulator.token()).json.access_token)
  const statuses = async (...below: string[]) =>
    Promise.all(below.map(async (one) => (await simulator.get(`${path}/definitionValues${one}`, token)).status))
  expect(await statuses('', `/${id}-V0/presentationValues`, `/${id}-V0/definition`)).toEqual([200, 200, 403])
})

test('a function gets its argument', async () => {
  const { simulator, path, id } = await startNested()
  expect((await simulator.get(`${path}/echo(text='it''s')`)).json).toEqual({ value: `${id} it's` })
  expect((await simulator.get(`${path}/definitionValues/${id}-V0/echo(text='x')`)).status).toBe(501)
})

test('statistics have no ids, whatever the depth', async () => {
  const { simulator, path, id } = await startNested()
  const value = `${path}/definitionValues/${id}-V1`
  for (const below of [
    '',
    '/presentationValues',
    '/presentationValues/1.1/presentation',
    "/some(x='y')/1/other/2/more",
  ])
    await simulator.get(value + below)
  await simulator.get(`${path}/microsoft.graph.madeUpCertified/certificates/c`)
  await simulator.get(`/beta/somewhere/${id}/else`)
  const template = `GET ${base}/{id}/definitionValues/{id}`
  const { byPath } = simulator.control.stats()
  expect(Object.keys(byPath)).toEqual(
    expect.arrayContaining([
      template,
      `${template}/presentationValues`,
      `${template}/presentationValues/{id}/presentation`,
      `${template}/some/{id}/other/{id}/more`,
      `GET ${base}/{id}/microsoft.graph.madeUpCertified/certificates/{id}`,
      'GET /beta/somewhere/{id}/else',
    ]),
  )
})

test('what an export lacks is added at every depth, and the whole policy has everything that is stored', async () => {
  const { simulator } = await startNested()
  const definitionValues = [{ enabled: true, presentationValues: [{ id: 'p', value: 1, presentation: { id: 'q' } }] }]
  simulator.control.put(tenantId, configurations.name, 'new', { definitionValues })
  const whole = simulator.control.get(tenantId, configurations.name, 'new')
  const [value] = whole['definitionValues'] as Answered[]
  expect(value).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), ...definitionValues[0] })
  expect(await simulator.all(`${base}/new/definitionValues/${value.id}/presentationValues`)).toHaveLength(1)
})
