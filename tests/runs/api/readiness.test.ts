import { createReadiness } from '../../../src/runs/api/readiness'
import type { RunQueues } from '../../../src/runs/queue/service-bus'
import { type SilentServices, startSilentServices } from '../../support/silent-services'
import { until } from '../../support/until'

let services: SilentServices
let now: number
let looks: { database: number; queues: number }
let isReady: () => Promise<boolean>
beforeEach(async () => {
  services = await startSilentServices()
  now = 1_000_000
  looks = { database: 0, queues: 0 }
  const { db, queues } = services
  const execute = db.execute.bind(db)
  jest.spyOn(db, 'execute').mockImplementation((query) => (looks.database++, execute(query)))
  const countUpTo: RunQueues['countUpTo'] = (...args) => (looks.queues++, queues.countUpTo(...args))
  isReady = createReadiness({ db, queues: { countUpTo }, clock: { now: () => now } })
})
afterEach(() => services.close())

test('with database and queues there, it is ready', async () => {
  expect(await isReady()).toBe(true)
})

test('50 who ask at once share one look', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, isReady))
  expect(new Set(answers)).toEqual(new Set([true]))
  expect(looks).toEqual({ database: 1, queues: 2 })
})

test('an answer is remembered for 10 s, a good one and a bad one', async () => {
  expect(await isReady()).toBe(true)
  await services.broker.pause()
  now += 9_999
  expect(await isReady()).toBe(true)
  now += 1
  expect(await isReady()).toBe(false)
  await services.broker.resume()
  now += 9_999
  expect(await isReady()).toBe(false)
  expect(looks).toEqual({ database: 2, queues: 4 })
  await until('it is ready again', async () => ((now += 10_000), isReady()))
})

test('before anything is known, a broker that is away is not ready', async () => {
  await services.broker.pause()
  expect(await isReady()).toBe(false)
  await services.broker.resume()
})

test.each(['toDatabase', 'toBroker'] as const)(
  'with a silent connection (%s) it answers not ready, begins no second look, and is ready when that speaks again',
  async (connection) => {
    expect(await isReady()).toBe(true)
    services[connection].silence()
    now += 10_000
    expect(await isReady()).toBe(false)
    const begun = looks[connection === 'toDatabase' ? 'database' : 'queues']
    now += 10_000
    expect(await isReady()).toBe(false)
    expect(looks[connection === 'toDatabase' ? 'database' : 'queues']).toBe(begun)
    services.speakAgain()
    await until('it is ready again', async () => ((now += 10_000), isReady()))
  },
)
