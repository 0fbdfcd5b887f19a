import { connections, countConnections, scaleGroups } from '../../src/connections'
import { deployMain, inside, ofType } from './support/installation'
import { environments } from './support/parameters'
import { userConnections } from './support/server-sizes'

/** What the login that migrates may open: infra/hooks/bootstrap.sh. */
const migrator = 5

/** Kept for administrators, and for what Azure's table does not know of. */
const reserve = (connectionsOfUsers: number) => Math.ceil(connectionsOfUsers / 10)

/** What an environment can open at most, and what its logins and its server allow. */
async function capacityOf(name: string, changed: Record<string, string | number> = {}) {
  const deployment = await deployMain(name, changed)
  const roles = deployment.outputs['appNames'] as string[]
  const scale = ofType(deployment, 'Microsoft.Web/sites').map(({ body }) => ({
    role: (inside(body, 'properties.siteConfig.appSettings') as { name: string; value: string }[]).find(
      (setting) => setting.name === 'APP_ROLE',
    )!.value as keyof typeof scaleGroups,
    instances: Number(inside(body, 'properties.functionAppConfig.scaleAndConcurrency.maximumInstanceCount')),
  }))
  const [server] = ofType(deployment, 'Microsoft.DBforPostgreSQL/flexibleServers')
  const allowed = userConnections(String(inside(server?.body, 'sku.name')))
  const apps = scale.map(({ role, instances }, i) => ({
    role,
    opens: scaleGroups[role].reduce((sum, pools) => sum + instances * countConnections(pools), 0),
    limit: (deployment.outputs['loginConnections'] as number[])[i]!,
  }))
  expect(apps).toHaveLength(roles.length)
  return { apps, free: allowed - reserve(allowed) - migrator }
}

test.each(environments.filter((name) => name !== 'dev'))(
  '%s: with all instances, each login may open what its app opens, and the server has room for all of them',
  async (name) => {
    const { apps, free } = await capacityOf(name)
    expect(apps.map(({ role }) => role)).toEqual(['api', 'worker'])
    for (const { opens, limit } of apps) expect(limit).toBeGreaterThanOrEqual(opens)
    expect(apps.reduce((sum, { limit }) => sum + limit, 0)).toBeLessThanOrEqual(free)
  },
)

test('dev: the smallest server has no room for all instances, so the login’s limit holds', async () => {
  const { apps, free } = await capacityOf('dev')
  expect(apps).toEqual([{ role: 'all', opens: 1360, limit: 24 }])
  expect(apps[0]!.limit).toBeLessThanOrEqual(free)
  // one instance of each kind at least
  expect(apps[0]!.limit).toBeGreaterThan(Object.values(connections).reduce((sum, count) => sum + count, 0))
})

test('more instances, or a smaller server, are too many', async () => {
  const needed = ({ apps }: Awaited<ReturnType<typeof capacityOf>>) => apps.reduce((sum, { opens }) => sum + opens, 0)
  const [more, smaller] = [
    await capacityOf('production', { maximumInstances: 50 }),
    await capacityOf('staging', { postgresSku: 'Standard_D2ds_v5' }),
  ]
  for (const capacity of [more, smaller]) expect(needed(capacity)).toBeGreaterThan(capacity.free)
  expect(() => userConnections('Standard_D3ds_v5')).toThrow('is not known')
})
