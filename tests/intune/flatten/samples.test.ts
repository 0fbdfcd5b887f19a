import { flattenCatalog } from '../../../src/intune/flatten/catalog'
import { fingerprint } from './helpers'
import { definitionsOf, haveSamples, samples } from './samples'
import { reordered, shuffled } from './trees'

const described = haveSamples ? describe : describe.skip
const where = haveSamples ? '' : ' (skipped: no public samples beside the repository)'
if (!haveSamples) process.stdout.write(`public settings-catalog policies${where}\n`)

described(`public settings-catalog policies${where}`, () => {
  const catalog = haveSamples
    ? new Map([...definitionsOf('configuration-settings'), ...definitionsOf('compliance-settings')])
    : new Map<string, never>()
  const findDefinition = (id: string) => catalog.get(id.toLowerCase())
  const policies = haveSamples ? samples().filter(({ body }) => Array.isArray(body['settings'])) : []
  const flattened = policies.map(({ file, body }) => {
    const settings = body['settings'] as unknown[]
    return { file, settings, rows: flattenCatalog(settings, findDefinition, fingerprint) }
  })

  test('each has as many rows as values', () => {
    expect(flattened.length).toBeGreaterThan(20)
    for (const { file, settings, rows } of flattened) expect([file, rows.length]).toEqual([file, valuesIn(settings)])
  })

  test('names and paths are unique inside each', () => {
    for (const { rows } of flattened) {
      expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
      expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length)
    }
  })

  test('the rows do not depend on Graph’s order', () => {
    let seed = 1
    const random = () => (seed = (seed * 48_271) % 2_147_483_647)
    for (const { settings, rows } of flattened) {
      const again = shuffled(reordered(settings, random) as unknown[], random)
      expect(flattenCatalog(again, findDefinition, fingerprint)).toEqual(rows)
    }
  })

  test('every setting that has a definition has its name', () => {
    const rows = flattened.flatMap((policy) => policy.rows)
    const defined = rows.filter((row) => findDefinition(row.definitionId ?? ''))
    const named = defined.filter((row) => {
      const known = findDefinition(row.definitionId ?? '')
      return row.name.includes(known?.displayName ?? known?.name ?? '?')
    })
    const labelled = rows.filter((row) => row.valueType === 'choice' && row.value !== (JSON.parse(row.raw) as string))
    const choices = rows.filter((row) => row.valueType === 'choice')
    process.stdout.write(
      `samples: ${flattened.length} policies, ${rows.length} rows, ${named.length} with the portal's name ` +
        `(${((100 * named.length) / rows.length).toFixed(1)} %), ${labelled.length} of ${choices.length} choices with a label\n`,
    )
    expect(named).toHaveLength(defined.length)
    expect(named.length / rows.length).toBeGreaterThan(0.99)
  })
})

/** Counts the values in a tree by their property names: each except a group is one, and so is an empty group. */
function valuesIn(tree: unknown): number {
  if (Array.isArray(tree)) return tree.reduce<number>((sum, inner) => sum + valuesIn(inner), 0)
  if (typeof tree !== 'object' || tree === null) return 0
  return Object.entries(tree).reduce((sum, [key, inner]) => {
    if (key === 'groupSettingCollectionValue') return sum + groupsIn(inner as Record<string, unknown>[])
    return sum + (/^(choice|simple)Setting(Collection)?Value$/.test(key) && inner ? 1 : 0) + valuesIn(inner)
  }, 0)
}

function groupsIn(elements: Record<string, unknown>[]): number {
  if (elements.length === 0) return 1
  return elements.reduce((sum, element) => sum + ((element['children'] as []).length ? valuesIn(element) : 1), 0)
}
