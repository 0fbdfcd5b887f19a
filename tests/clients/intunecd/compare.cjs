// Compares a folder that IntuneCD wrote with what the tenant's policies set: `node tests/clients/intunecd/compare.cjs FOLDER`.
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { collections } = require('../../../dist/local/simulator/collections/registry.js')
const { tenantId, startTenants } = require('./tenants.cjs')

const folder = process.argv[2]
const copy = 'bbbbbbbb-0000-4000-8000-00000000000b'

/** Files without a type: only their folder says what they are. */
const untyped = {
  'Scripts/Powershell': 'deviceManagementScripts',
  'Feature Updates': 'windowsFeatureUpdateProfiles',
  'Group Policy Configurations': 'groupPolicyConfigurations',
  'Settings Catalog': 'configurationPolicies',
}

void startTenants([{ entraTenantId: copy, data: folder }], () => {}).then((simulator) => {
  for (const [path, collection] of Object.entries(untyped))
    for (const file of readdirSync(join(folder, path)).filter((name) => name.endsWith('.json'))) {
      const policy = JSON.parse(readFileSync(join(folder, path, file), 'utf8'))
      const [, id] = /__([0-9a-f-]{36})\.json$/.exec(file)
      if (collection !== 'configurationPolicies' || !policy.settings)
        simulator.control.put(copy, collection, id, policy)
    }
  const [original, backedUp] = [tenantId, copy].map((tenant) => readTenant(simulator, tenant))
  const missing = [...original.names.values()].filter((name) => ![...backedUp.names.values()].includes(name))
  const differing = [...original.values].filter(([path, value]) => backedUp.values.get(path) !== value)
  console.log(`${original.names.size} policies, missing: ${missing.length}`, missing)
  console.log(`${original.values.size} values, not equal: ${differing.length}`, differing)
  process.exit(0)
})

function readTenant({ control, manifest }, tenant) {
  const names = new Map()
  for (const { name: source } of collections)
    for (const { id, name } of control.list(tenant, source)) names.set(`${source}/${id}`, `${source}/${name}`)
  const entries = [...manifest(tenant)]
  const values = new Map(
    entries.map((e) => [`${names.get(`${e.source}/${e.policyId}`)} ${e.path}`, JSON.stringify(e.value)]),
  )
  return { names, values }
}
