import { bounds, prices, usage } from '../../../local/cost/assumptions'
import { estimate, firstReached, production } from '../../../local/cost/model'
import { connections } from '../../../src/connections'
import host from '../../../host.json'
import { Environment } from '../../../src/environment'
import { readEnvironmentFile } from '../../infra/support/parameters'

const load = { tenants: 1_000, policies: 200, syncsPerDay: 1 }

test('by hand: one tenant with one policy pays the bases alone', () => {
  const { costs, instances, cores } = estimate({ tenants: 1, policies: 1, syncsPerDay: 1 })
  expect({ instances, cores }).toEqual({ instances: 1, cores: 2 })
  expect(costs['Service Bus']).toBe(prices.busBase.value)
  // 43,776 minutes with 3 records of a pass and 4 × 19 of metrics, and 110,000 bytes of the platform; 5 GB are free
  expect(costs.logs).toBeCloseTo(((43_776 * (79 * 1500 + 110_000)) / 1e9 - 5) * 2.3, 0)
  expect(costs['alerts and web tests']).toBe(0)
  // 30.4 days of one-second syncs, 20 calls a day and a pass each minute are free but for their executions
  expect(costs.Functions).toBeCloseTo(((30.4 + 608 + 43_776) / 1e6) * 0.4, 6)
  expect(costs.PostgreSQL).toBeCloseTo(2 * 78 + 32 * 0.137, 1)
})

test('as production.env has it there are two servers of its size, with alerts', () => {
  const { POSTGRES_SKU: sku, ZONE_REDUNDANT: zones } = readEnvironmentFile('production')
  expect(zones).toBe('true')
  expect(sku).toBe(`Standard_D${production.cores}ds_v5`)
  const [one, two] = [estimate(load), estimate(load, production)]
  expect(two.costs.PostgreSQL).toBeCloseTo(2 * (one.costs.PostgreSQL + 2 * 78), 6)
  expect(two.total - one.total).toBeCloseTo(two.costs.PostgreSQL - one.costs.PostgreSQL + 18, 6)
  expect(two.limits).toEqual(one.limits)
})

test.each(['tenants', 'policies', 'syncsPerDay'] as const)('more %s never cost less, and use no limit less', (of) => {
  const [less, more] = [estimate(load), estimate({ ...load, [of]: load[of] * 10 })]
  expect(more.total).toBeGreaterThan(less.total)
  for (const { limit, used } of less.limits)
    expect(more.limits.find((each) => each.limit === limit)!.used).toBeGreaterThanOrEqual(used)
})

test('the limit that is reached first is at its end there, and no limit before', () => {
  const { limit, tenants } = firstReached(load)
  expect(estimate({ ...load, tenants }).limits[0]).toMatchObject({ limit })
  expect(estimate({ ...load, tenants: Math.floor(tenants / 1.2) }).limits[0]!.used).toBeLessThan(1)
})

test('what the model takes from us is what we have', () => {
  expect(usage.connections.value).toBe(Object.values(connections).reduce((sum, each) => sum + each))
  expect(usage.atOnce.value).toBe(host.extensions.serviceBus.maxConcurrentCalls)
  expect(usage.keptDays.value).toBe(Environment.shape.RUN_RETENTION_DAYS.parse(undefined))
  expect(usage.sampled.value).toBe(Environment.shape.TELEMETRY_SAMPLING_RATIO.parse(undefined))
  const { API_CONNECTIONS: api, WORKER_CONNECTIONS: worker } = readEnvironmentFile('production')
  expect(bounds.reservedConnections.value).toBe(Number(api) + Number(worker) + 5)
  expect(production.cores * bounds.coreConnections.value).toBeGreaterThan(bounds.reservedConnections.value)
  expect(String(bounds.instances.value)).toBe(readEnvironmentFile('production')['MAXIMUM_INSTANCES'])
})

test('every number says where it is from', () => {
  for (const { source } of Object.values({ ...prices, ...usage, ...bounds }))
    expect(source).toMatch(/^(read at \S+|measured: |assumed|our )/)
})
