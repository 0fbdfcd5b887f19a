import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Component, startComponent } from '../../../local/component'
import type { PostgresInfo } from '../../../local/postgres/postgres'
import { mainOf } from '../../../local/stack/parts'
import { until } from '../../support/until'

let temporary: string
let postgres: Component<PostgresInfo> | undefined
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'postgres-test-'))
  chmodSync(temporary, 0o755)
})
afterEach(async () => {
  await postgres?.stop()
  sweep()
  rmSync(temporary, { recursive: true, force: true })
})

const env = () => ({ ...process.env, TMPDIR: temporary })
const start = async (port = 0, more: { signal?: AbortSignal } = {}) =>
  (postgres = await startComponent<PostgresInfo>(
    mainOf('postgres'),
    { port },
    { name: 'PostgreSQL', env: env(), killAfterMs: 60_000, ...more }, // a busy machine is slow
  ))
const left = () => readdirSync(temporary)
const sweep = () =>
  execFileSync(process.execPath, ['-e', "require('./dist/local/scratch.js').removeLeftovers()"], { env: env() })

/** The process of the server, and of everything that it started. */
function serverOf() {
  const file = join(temporary, left()[0]!, 'data', 'postmaster.pid')
  const lines = readFileSync(file, 'utf8').split('\n')
  return { pid: Number(lines[0]), memory: lines[6]!.trim().split(/\s+/)[1]! }
}
const memories = () =>
  readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[1])
const runs = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''
  } catch {
    return false
  }
}

const tells = existsSync('/proc/sysvipc/shm')
const whereShared = tells ? describe : describe.skip
if (!tells) process.stdout.write('kill -9 of PostgreSQL is skipped: this system does not tell who has shared memory.\n')

test('a taken port is no obstacle, and the one that is used is named', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { info } = await start(port)
  expect(info.port).not.toBe(port)
  expect(info.url).toContain(`@127.0.0.1:${info.port}/`)
  other.close()
})

whereShared('kill -9', () => {
  test('of the component: the server that goes on is ended by whoever comes next', async () => {
    const component = await start()
    const { pid, memory } = serverOf()
    component.process.kill('SIGKILL')
    await component.exited
    expect(runs(pid)).toBe(true)
    sweep()
    expect({ runs: runs(pid), left: left() }).toEqual({ runs: false, left: [] })
    expect(memories()).not.toContain(memory)
  })

  test.each(['its component', 'whoever comes next'])(
    'of a server that was stopped: %s ends it all the same',
    async (who) => {
      const component = await start()
      const { pid, memory } = serverOf()
      process.kill(pid, 'SIGSTOP')
      if (who === 'its component') await component.stop()
      else {
        component.process.kill('SIGKILL')
        await component.exited
        sweep()
      }
      expect({ runs: runs(pid), left: left() }).toEqual({ runs: false, left: [] })
      expect(memories()).not.toContain(memory)
    },
  )

  test('of the server: it is told in a sentence, and no file and no shared memory stay', async () => {
    const component = await start()
    const { pid, memory } = serverOf()
    expect(readFileSync(`/proc/${pid}/maps`, 'utf8')).not.toContain('/dev/shm/') // which would stay
    expect(memories()).toContain(memory)
    process.kill(pid, 'SIGKILL')
    expect(await component.broken).toBe('PostgreSQL ended unexpectedly (SIGKILL): start again.')
    expect(await component.exited).toBe(1)
    await until('its memory is free', () => !memories().includes(memory))
    expect(left()).toEqual([])
  })

  // two processes of initdb, then the one that creates the database
  test.each([1, 2, 3])('a start that nobody waits for any more leaves nothing, not even in process %i', async (nth) => {
    const nobodyWaits = new AbortController()
    const starting = start(0, { signal: nobodyWaits.signal }).catch((error: Error) => error.message)
    const seen = new Set<string>()
    await until('its database is being made', () => {
      try {
        const { memory } = serverOf()
        return Boolean(memory) && seen.add(memory).size === nth // the file may be written in part
      } catch {
        return false // not yet
      }
    })
    nobodyWaits.abort()
    expect(await starting).toBe('PostgreSQL ended unexpectedly (code 0): start again.')
    expect(left()).toEqual([])
    for (const memory of seen) expect(memories()).not.toContain(memory)
  })
})
