import { compliance, list, otherTenantId, start, tenantId } from './harness'

const idsOf = (value: { id: string }[]) => value.map(({ id }) => id)

test('policies have pages of 25, each policy once; $top works up to 100', async () => {
  const simulator = await start()
  const pages = await simulator.pages(list)
  expect(pages.map(({ value }) => value.length)).toEqual([25, 25, 25, 25, 10])
  expect(new Set(pages.flatMap(({ value }) => idsOf(value))).size).toBe(110)
  expect((await simulator.pages(`${list}?$top=40`)).map(({ value }) => value.length)).toEqual([40, 40, 30])
  expect((await simulator.pages(`${list}?$top=999`)).map(({ value }) => value.length)).toEqual([100, 10])
  expect(await simulator.all(compliance)).toHaveLength(30)
})

test('settings have pages of 25, or one page with $top=1000; their number is settingCount', async () => {
  const simulator = await start()
  const policies = await simulator.all(list)
  const counts = policies.map((policy) => policy['settingCount'] as number)
  expect(Math.max(...counts)).toBeGreaterThan(100)
  expect(counts).toEqual(expect.arrayContaining([0, 25, 26]))
  for (const wanted of [0, 25, 26, Math.max(...counts)]) {
    const { id } = policies.find((policy) => policy['settingCount'] === wanted)!
    const pages = await simulator.pages(`${list}/${id}/settings`)
    expect(pages).toHaveLength(Math.max(1, Math.ceil(wanted / 25)))
    const numbers = Array.from({ length: wanted }, (_, i) => String(i))
    expect(pages.flatMap(({ value }) => idsOf(value))).toEqual(numbers)
    expect(await simulator.pages(`${list}/${id}/settings?$top=1000`)).toEqual([
      expect.objectContaining({ value: pages.flatMap(({ value }) => value) }),
    ])
  }
})

test('a skip token is valid only for its list, options and tenant, and cannot be forged', async () => {
  const simulator = await start({
    tenants: [tenantId, otherTenantId].map((entraTenantId) => ({ entraTenantId, policies: 200, seed: 1 })),
  })
  const { '@odata.nextLink': link } = (await simulator.get(`${list}?$top=30`)).json
  expect(link).toContain(`${list}?$top=30&$skiptoken=`)
  expect(link.startsWith(simulator.graphBaseUrl)).toBe(true)
  expect((await simulator.get(link)).json.value).toHaveLength(30)
  const token = link.split('skiptoken=')[1]
  expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('"at"')
  const altered = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA')
  for (const [bearer, path] of [
    [undefined, `${list}?$top=31&$skiptoken=${token}`],
    [undefined, `${compliance}?$top=30&$skiptoken=${token}`],
    [undefined, `${list}?$top=30&$skiptoken=${altered}`],
    [undefined, `${list}?$top=30&$skiptoken=30`],
    [undefined, `${list}?$top=30&$skiptoken=`],
    [String((await simulator.token({}, otherTenantId)).json.access_token), link],
  ] as const)
    expect(await simulator.get(path, bearer)).toMatchObject({ status: 400, json: { error: { code: 'BadRequest' } } })
})

test('empty pages are between other pages, always at the same places, and lose nothing', async () => {
  const simulator = await start()
  const whole = idsOf(await simulator.all(`${list}?$top=5`))
  simulator.control.behave({ emptyPages: 3 })
  const pages = await simulator.pages(`${list}?$top=5`)
  const lengths = pages.map(({ value }) => value.length)
  expect(lengths).toContain(0)
  expect(lengths.at(0)).toBe(5)
  expect(lengths.at(-1)).toBe(5)
  expect(pages.flatMap(({ value }) => idsOf(value))).toEqual(whole)
  expect((await simulator.pages(`${list}?$top=5`)).map(({ value }) => value.length)).toEqual(lengths)
})

test('with shuffle every read of a list has another order and is complete', async () => {
  const simulator = await start()
  const natural = idsOf(await simulator.all(list))
  simulator.control.behave({ shuffle: true })
  const [first, second] = [idsOf(await simulator.all(list)), idsOf(await simulator.all(list))]
  expect(first).not.toEqual(natural)
  expect(second).not.toEqual(first)
  expect(first.toSorted()).toEqual(natural.toSorted())
  expect(second.toSorted()).toEqual(natural.toSorted())
})

test('edits while a list is read neither repeat nor hide other policies', async () => {
  const simulator = await start()
  const before = idsOf(await simulator.all(list))
  const first = (await simulator.get(list)).json
  simulator.control.remove(tenantId, 'configurationPolicies', before[0]!)
  simulator.control.remove(tenantId, 'configurationPolicies', before[30]!)
  simulator.control.put(tenantId, 'configurationPolicies', otherTenantId, { name: 'New' })
  const rest = idsOf(await simulator.all(first['@odata.nextLink']))
  expect([...idsOf(first.value), ...rest]).toEqual([...before.filter((_, i) => i !== 30), otherTenantId])
})
