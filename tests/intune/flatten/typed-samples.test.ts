import { resolveDefinitions } from '../../../src/intune/policy-types/resolve-definitions'
import type { PolicyType } from '../../../src/intune/policy-types/policy-type'
import type { FullPolicy } from '../../../src/intune/stored/full-policy'
import { deviceCompliancePolicies } from '../../../src/intune/policy-types/device-compliance-policies/index'
import { intents } from '../../../src/intune/policy-types/intents/index'
import type { SettingRow } from '../../../src/intune/stored/setting-row'
import { fingerprint } from './helpers'
import { definitionsOf, haveSamples, samples } from './samples'

const described = haveSamples ? describe : describe.skip
const where = haveSamples ? '' : ' (skipped: no public samples beside the repository)'
if (!haveSamples) process.stdout.write(`public typed policies${where}\n`)

described(`public typed policies${where}`, () => {
  const catalog = haveSamples ? definitionsOf('intent-setting-definitions') : new Map<string, never>()

  async function rowsOf(type: PolicyType, full: FullPolicy): Promise<SettingRow[]> {
    const findDefinition = await resolveDefinitions(type, full, (_catalog, ids) =>
      Promise.resolve((id) => (ids.has(id) ? catalog.get(id.toLowerCase()) : undefined)),
    )
    return type.flatten(full, findDefinition, fingerprint)
  }

  test('compliance: nearly every property has the portal’s name, and many have a known unconfigured value', async () => {
    const policies = samples()
      .map(({ body }) => body)
      .filter((body) => String(body['@odata.type']).endsWith('CompliancePolicy'))
      // what an exporting tool put beside Graph's own properties is none of them
      .map((body) => ({ scheduledActionsForRule: [], ...body, deviceCompliancePolicyScriptDefinition: null }))
    const rows = (await Promise.all(policies.map((policy) => rowsOf(deviceCompliancePolicies, policy)))).flat()
    const typed = rows.filter((row) => !row.path.startsWith('scheduledActionsForRule'))
    const named = typed.filter((row) => row.definitionId !== null)
    const judged = typed.filter((row) => row.isDefault !== null)
    process.stdout.write(
      `samples: ${policies.length} compliance policies, ${named.length} of ${typed.length} values with a definition, ` +
        `${judged.length} with a known unconfigured value\n`,
    )
    expect(policies.length).toBeGreaterThan(5)
    expect(named.length / typed.length).toBeGreaterThan(0.9)
    expect(judged.length / typed.length).toBeGreaterThan(0.4)
    expect(judged.some((row) => row.isDefault) && judged.some((row) => !row.isDefault)).toBe(true)
  })

  test('intents: every setting has the portal’s name and its label; null is no row', async () => {
    const policies = samples().filter(({ body }) => Array.isArray(body['settingsDelta']))
    expect(policies).not.toEqual([])
    for (const { body } of policies) {
      const settings = body['settingsDelta'] as { valueJson: string }[]
      const rows = await rowsOf(intents, { settings })
      expect(rows).toHaveLength(settings.filter(({ valueJson }) => valueJson !== 'null').length)
      for (const row of rows)
        expect([row.name, row.valueType]).toEqual([catalog.get(row.definitionId!.toLowerCase())?.displayName, 'choice'])
    }
  })
})
