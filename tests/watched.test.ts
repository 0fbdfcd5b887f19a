import { noTelemetry } from '../src/shared/telemetry'
import { watchPool } from '../src/watched'

const failing = (code: string) => () => Promise.reject(Object.assign(new Error('password hush'), { code }))

function watched() {
  const told: unknown[] = []
  const { around } = watchPool(noTelemetry, {
    pool: 'requests',
    log: (event, fields) => void told.push({ event, ...fields }),
  })
  return { told, around }
}

test.each(['28P01', '53300', '3D000', 'ECONNREFUSED', 'POOL_BUSY'])(
  'why the database cannot be used is told, once a minute, and nothing of its message: %s',
  async (reason) => {
    const { told, around } = watched()
    for (let i = 0; i < 3; i++) await expect(around('select', failing(reason))).rejects.toThrow('hush')
    expect(told).toEqual([{ event: 'database_unavailable', pool: 'requests', code: 'db.unavailable', reason }])
  },
)

test("a statement that fails by itself is nobody's outage", async () => {
  const { told, around } = watched()
  for (const code of ['23505', '42601', '57014']) await expect(around('insert', failing(code))).rejects.toThrow('hush')
  expect(told).toEqual([])
})
