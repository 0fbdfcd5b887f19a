import { contentHash } from '../../../src/intune/policy-types/content-hash'
import { settingsOf, choice, choiceOf, groups, element, simple, simples, string } from '../flatten/helpers'

const volatile = new Set(['lastModifiedDateTime'])
const hash = (full: Record<string, unknown>) => contentHash({ volatile }, full)
const tree = choice('c', choiceOf('c_1', simple('a', string('1')), simple('b', string('2'))))
const policy = {
  id: 'x',
  name: 'P',
  settings: settingsOf(tree, simple('d', { value: 1 })),
  roleScopeTagIds: ['0', '1'],
}

test('is a SHA-256 in hexadecimal', () => {
  expect(hash(policy)).toMatch(/^[0-9a-f]{64}$/)
})

test.each<[string, Record<string, unknown>]>([
  ['its id', { ...policy, id: 'y' }],
  ['what is volatile', { ...policy, lastModifiedDateTime: 'now' }],
  ['annotations', { ...policy, '@odata.context': 'x', 'settings@odata.count': 2 }],
  ['the order of keys', Object.fromEntries(Object.entries(policy).toReversed())],
  ['the order of settings', { ...policy, settings: settingsOf(simple('d', { value: 1 }), tree) }],
  ['the order of scope tags', { ...policy, roleScopeTagIds: ['1', '0'] }],
  ['numbers of settings', { ...policy, settings: policy.settings.map((one) => ({ ...(one as object), id: '9' })) }],
])('%s does not change the hash', (_, same) => {
  expect(hash(same)).toBe(hash(policy))
})

test('the order of children does not change the hash, at any depth', () => {
  const of = (...children: Record<string, unknown>[]) =>
    hash({ settings: settingsOf(groups('g', element(choice('c', choiceOf('1', ...children))))) })
  expect(of(simple('a', string('1')), simple('b', string('2')))).toBe(
    of(simple('b', string('2')), simple('a', string('1'))),
  )
})

test.each<[string, Record<string, unknown>]>([
  ['its name', { ...policy, name: 'Q' }],
  ['a scope tag', { ...policy, roleScopeTagIds: ['0'] }],
  ['one setting less', { ...policy, settings: settingsOf(tree) }],
  ['a setting twice', { ...policy, settings: settingsOf(tree, simple('d', { value: 1 }), simple('d', { value: 1 })) }],
  ['a value', { ...policy, settings: settingsOf(tree, simple('d', { value: 2 })) }],
  ['a value of another kind', { ...policy, settings: settingsOf(tree, simple('d', { value: '1' })) }],
  ['a description', { ...policy, description: 'x' }],
])('%s changes the hash', (_, other) => {
  expect(hash(other)).not.toBe(hash(policy))
})

test('the order inside a collection changes the hash', () => {
  const of = (...values: string[]) => hash({ settings: settingsOf(simples('s', ...values.map(string))) })
  expect(of('a', 'b')).not.toBe(of('b', 'a'))
})

test('the order of a typed list changes the hash, whatever the list is called', () => {
  const of = (...list: unknown[]) => hash({ applied: { settings: list, children: list } })
  expect(of({ x: 1 }, { x: 2 })).not.toBe(of({ x: 2 }, { x: 1 }))
})

test('the type of a typed value changes the hash, the type of a setting does not', () => {
  const typed = (type: string) => hash({ schedule: { '@odata.type': `#microsoft.graph.${type}` } })
  expect(typed('windowsUpdateActiveHoursInstall')).not.toBe(typed('windowsUpdateScheduledInstall'))
  const { '@odata.type': _type, ...bare } = simple('a', { value: '1' })
  expect(hash({ settings: settingsOf(bare) })).toBe(hash({ settings: settingsOf(simple('a', string('1'))) }))
})

test('the policy’s own type changes the hash', () => {
  expect(hash({ '@odata.type': '#microsoft.graph.a' })).not.toBe(hash({ '@odata.type': '#microsoft.graph.b' }))
})

test('a record can replace what is compared', () => {
  const comparable = () => ({ only: 'this' })
  expect(contentHash({ volatile, comparable }, { a: 1 })).toBe(contentHash({ volatile, comparable }, { a: 2 }))
})

test('a nesting that would exhaust the stack is refused', () => {
  let deep: unknown = 1
  for (let i = 0; i < 5_000; i++) deep = { deep }
  expect(() => hash({ deep })).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
})
