import { resolveDefinitions } from '../../../src/intune/policy-types/resolve-definitions'
import type { FindDefinition } from '../../../src/intune/definitions/find-definition'

/** Each definition that is known names the next. */
const chained = (last: number) => ({
  definitionIds(_whole: unknown, known: FindDefinition = () => undefined) {
    const ids = new Set(['0'])
    for (let n = 0; n < last && known(String(n)); n++) ids.add(String(n + 1))
    return ids
  },
})

const definition = (id: string) => ({ id, name: null, displayName: null, category: null, secret: false, many: false })

test('asks in rounds until definitions name nothing new', async () => {
  const rounds: string[][] = []
  const names = await resolveDefinitions(chained(3), {}, (ids) => {
    rounds.push([...ids])
    const known = new Set(ids)
    return Promise.resolve((id) => (known.has(id) ? definition(id) : undefined))
  })
  expect(rounds).toEqual([['0'], ['0', '1'], ['0', '1', '2'], ['0', '1', '2', '3']])
  expect(names('3')).toBeDefined()
})

test('one round where nobody knows the names', async () => {
  let rounds = 0
  await resolveDefinitions(chained(3), {}, () => {
    rounds++
    return Promise.resolve(() => undefined)
  })
  expect(rounds).toBe(1)
})
