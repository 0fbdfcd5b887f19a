import { resolveDefinitions } from '../../../src/intune/policy-types/resolve-definitions'
import type { FindDefinition } from '../../../src/intune/definitions/find-definition'

/** Each known definition names the next one. */
const chained = (last: number) => ({
  catalog: 'settingDefinitions' as const,
  definitionIds(_whole: unknown, known: FindDefinition = () => undefined) {
    const ids = new Set(['0'])
    for (let n = 0; n < last && known(String(n)); n++) ids.add(String(n + 1))
    return ids
  },
})

const definition = (id: string) => ({ id, name: null, displayName: null, category: null, secret: false, many: false })

test('loads in rounds until definitions name no further ones', async () => {
  const rounds: string[][] = []
  const findDefinition = await resolveDefinitions(chained(3), {}, (_catalog, ids) => {
    rounds.push([...ids])
    const known = new Set(ids)
    return Promise.resolve((id) => (known.has(id) ? definition(id) : undefined))
  })
  expect(rounds).toEqual([['0'], ['0', '1'], ['0', '1', '2'], ['0', '1', '2', '3']])
  expect(findDefinition('3')).toBeDefined()
})

test('needs one round when no definition is known', async () => {
  let rounds = 0
  await resolveDefinitions(chained(3), {}, () => {
    rounds++
    return Promise.resolve(() => undefined)
  })
  expect(rounds).toBe(1)
})

test('a policy whose names come with it loads nothing', async () => {
  const load = jest.fn()
  const findDefinition = await resolveDefinitions({ ...chained(3), catalog: null }, {}, load)
  expect(findDefinition('0')).toBeUndefined()
  expect(load).not.toHaveBeenCalled()
})
