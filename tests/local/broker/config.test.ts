import { readConfig } from '../../../local/broker/config'
import projectConfig from '../../../local/broker/config.json'
import { configOf } from './harness'

const plain = {
  lockDuration: 60_000,
  timeToLive: 3_600_000,
  requiresSession: false,
  requiresDuplicateDetection: false,
  enablePartitioning: false,
  status: 'Active',
}

test('the project has its two queues, as on Azure except the time to live', () => {
  const same = { ...plain, maxDeliveryCount: 10, deadLetterOnExpiration: true }
  expect(readConfig(projectConfig)).toEqual([
    { name: 'intune-sync-queue', ...same },
    { name: 'intune-operations-queue', ...same },
  ])
})

test("the defaults of a queue are those of Microsoft's emulator", () => {
  expect(readConfig(configOf())).toEqual([
    { ...plain, name: 'work', maxDeliveryCount: 3, deadLetterOnExpiration: false },
  ])
})

test.each<[object, RegExp]>([
  [{ LockDuration: 'PT4S' }, /LockDuration: must be an ISO 8601 duration of PT5S to PT5M, not 'PT4S'/],
  [{ LockDuration: 'PT6M' }, /PT5S to PT5M/],
  [{ LockDuration: '60' }, /PT5S to PT5M/],
  [{ DefaultMessageTimeToLive: 'PT1H1S' }, /DefaultMessageTimeToLive: must be .* PT5M to PT1H/],
  [{ DefaultMessageTimeToLive: 'P14D' }, /PT5M to PT1H/],
  [{ MaxDeliveryCount: 11 }, /MaxDeliveryCount/],
  [{ MaxDeliveryCount: 0 }, /MaxDeliveryCount/],
  [{ RequiresSession: 'yes' }, /RequiresSession/],
  [{ EnablePartitioning: 1 }, /EnablePartitioning/],
  [{ Status: 'Deleting' }, /Status/],
  [{ ForwardTo: 'other' }, /does not support forwarding \(ForwardTo\)/],
  [{ ForwardDeadLetteredMessagesTo: 'other' }, /does not support forwarding of dead letters/],
  [{ Unheard: 1 }, /Unheard/],
])('%j is rejected', (properties, problem) => {
  expect(() => readConfig(configOf(properties))).toThrow(problem)
})

test('every problem is reported at once', () => {
  const read = () => readConfig(configOf({ MaxDeliveryCount: 11, LockDuration: 'PT6M' }))
  expect(read).toThrow(/LockDuration[^]*MaxDeliveryCount/)
})

test('topics, a second namespace and a duplicate queue are rejected', () => {
  const [namespace] = configOf().UserConfig.Namespaces
  if (!namespace) throw new Error('no namespace')
  const withNamespaces = (...Namespaces: (typeof namespace)[]) => ({
    UserConfig: { ...configOf().UserConfig, Namespaces },
  })
  expect(() => readConfig(withNamespaces({ ...namespace, Topics: [{}] }))).toThrow(/does not support topics/)
  expect(() => readConfig(withNamespaces(namespace, namespace))).toThrow(/exactly one namespace/)
  const Queues = [{ Name: 'Work' }, { Name: 'work' }]
  expect(() => readConfig(withNamespaces({ ...namespace, Queues }))).toThrow(/'work' is defined twice/)
})

test('the error names a file that cannot be read', () => {
  expect(() => readConfig('/nowhere/Config.json')).toThrow(/cannot read its config \/nowhere\/Config.json/)
})
