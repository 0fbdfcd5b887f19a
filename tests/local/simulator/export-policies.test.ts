import { exportFolder } from './export-folder'
import { type Answered, list, tenantId } from './harness'

const { write, load } = exportFolder()

test('the second policy with an id gets another one, the same every time', async () => {
  write('twin1.json', { id: 'Same', name: 'One', settings: [] })
  write('twin2.json', { id: 'same', name: 'Two', settings: [] })
  write('twin3.json', [
    { id: 'SAME', name: 'Three', settings: [] },
    { id: 'same', name: 'Four', settings: [] },
  ])
  const simulator = await load()
  const policies = await simulator.all(list)
  expect(policies.map(({ name }) => name)).toEqual(['One', 'Two', 'Three', 'Four'])
  expect(policies[0]!.id).toBe('Same')
  expect(new Set(policies.map(({ id }) => id)).size).toBe(4)
  expect((await (await load()).all(list)).map(({ id }) => id)).toEqual(policies.map(({ id }) => id))
  const { newIds } = simulator.loaded[tenantId]!
  expect(newIds.map(({ file, sameAs }) => [file, sameAs])).toEqual([
    ['twin2.json', 'twin1.json'],
    ['twin3.json', 'twin1.json'],
    ['twin3.json#1', 'twin1.json'],
  ])
  expect(simulator.lines).toContain('  a new id, because twin1.json has the same: twin2.json')
})

test('a folder with nothing to serve is an error of one sentence', async () => {
  write('app.json', { '@odata.type': '#microsoft.graph.winGetApp' })
  write('broken.json', '{"name": ')
  await expect(load()).rejects.toThrow(
    /^Nothing in .* can be served: not served yet: 1 winGetApp; not served: broken\.json: is not valid JSON\.$/,
  )
})

test('assignments are made up only on demand, only for policies without, the same every time, and their groups exist', async () => {
  const own = [{ target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } }]
  write('own.json', { id: 'own', name: 'Own', settings: [], assignments: own })
  for (let n = 0; n < 20; n++) write(`p${n}.json`, { id: `p${n}`, name: `P ${n}`, settings: [], assignments: [] })
  const read = async (more = {}) => {
    const simulator = await load(more)
    const policies = await simulator.all(`${list}?$expand=assignments`)
    const groups = new Set((await simulator.all('/v1.0/groups')).map(({ id }) => id))
    return { groups, byId: Object.fromEntries(policies.map(({ id, assignments }) => [id, assignments])) }
  }
  const [plain, assigned, again] = [await read(), await read({ assign: true }), await read({ assign: true })]
  expect(Object.values(plain.byId).filter((list) => list.length > 0)).toMatchObject([own])
  expect(plain.groups.size).toBe(0)
  expect(again).toEqual(assigned)
  const { own: kept, ...made } = assigned.byId
  expect(kept).toMatchObject(own)
  expect(kept).toHaveLength(1)
  const targets = Object.values(made).flatMap((list) => list.map(({ target }: Answered) => target))
  expect(Object.values(made).filter((list) => list.length === 0).length).toBeLessThan(15)
  expect(targets.flatMap(({ groupId }) => groupId ?? []).filter((id) => !assigned.groups.has(id))).toEqual([])
  expect(targets.some(({ groupId }) => groupId)).toBe(true)
})
