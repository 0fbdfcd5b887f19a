import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { interrupt, runCli } from '../support/cli'
import { nothing, nothingLeft } from './interrupt-demo'
import { commandOf, otherFolder, processOf, startStack, untilNothingIsLeft } from './left-behind'

/** Root of a container may not mount either. */
const mountable = canMount()
const onDisks = mountable ? describe : describe.skip
if (!mountable) process.stdout.write('Full and read-only disks are skipped: nothing can be mounted here.\n')

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tenantpilot-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

let disk: string | undefined
/** A disk of its own. */
function mountDisk(options: string): string {
  disk = mkdtempSync(join(tmpdir(), 'tenantpilot-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk])
  return disk
}
afterEach(() => {
  if (disk === undefined) return
  execFileSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true })
  disk = undefined
})

test.each([
  ['the component of PostgreSQL', 'local/postgres/main.js', 'PostgreSQL'],
  ['the server itself', 'bin/postgres -D', 'PostgreSQL'],
  ['Service Bus', 'local/broker/main.js', 'Service Bus'],
  ['Azurite', 'local/azurite/main.js', 'Azurite (storage)'],
  ['Entra and Graph', 'local/simulator/main.js', 'Entra and Graph'],
  ['the Functions host', 'local/host/main.js', 'Functions host'],
])('when %s is killed, one sentence names it, and nothing is left', async (_what, part, name) => {
  const { run, dispose } = await startStack()
  process.kill(processOf(run, part), 'SIGKILL')
  expect(await run.exited).toBe(1)
  expect(run.errors).toEqual([expect.stringMatching(/^(.*) ended unexpectedly \(.*\): start again\.$/)])
  expect(run.errors[0]).toContain(name)
  expect(nothingLeft(run)).toEqual(nothing)
  dispose()
})

test('when its worker is killed, the host starts another one, and the stack goes on', async () => {
  const { run, dispose } = await startStack()
  const before = processOf(run, 'local/host/worker.js')
  process.kill(before, 'SIGKILL')
  const again = runCli(['sync', '--watch'], { cwd: run.cwd })
  expect({ code: await again.exited, errors: again.errors }).toEqual({ code: 0, errors: [] })
  expect(processOf(run, 'local/host/worker.js')).not.toBe(before)
  again.dispose()
  interrupt(run)
  expect(await run.exited).toBe(130)
  expect(nothingLeft(run)).toEqual(nothing)
  dispose()
})

test('when the command is killed with its whole group, its parts end, and remove everything', async () => {
  const { run, dispose } = await startStack()
  process.kill(-run.process.pid!, 'SIGKILL')
  await untilNothingIsLeft(run)
  dispose()
})

test('what is left when everything is killed at once, the next start removes', async () => {
  const { run, dispose } = await startStack()
  const components = run.living().filter((pid) => commandOf(pid).includes('node'))
  for (const pid of components) process.kill(pid, 'SIGKILL')
  await run.exited
  expect(run.leftFiles()).toHaveLength(2)
  const next = runCli(['demo', '--policies', '3', '--latency', '0'], { temporary: run.temporary })
  expect(await next.exited).toBe(0)
  expect(nothingLeft(run)).toEqual(nothing)
  dispose()
})

test('a terminal that closes ends everything in order', async () => {
  const { run, dispose } = await startStack()
  process.kill(-run.process.pid!, 'SIGHUP')
  expect({ code: await run.exited, errors: run.errors }).toEqual({ code: 129, errors: [] })
  expect(nothingLeft(run)).toEqual(nothing)
  dispose()
})

test('five Ctrl-C are as one', async () => {
  const { run, dispose } = await startStack()
  for (let i = 0; i < 5; i++) interrupt(run)
  expect({ code: await run.exited, errors: run.errors }).toEqual({ code: 130, errors: [] })
  expect(nothingLeft(run)).toEqual(nothing)
  dispose()
})

test('two demos at once, of two folders, do not see each other', async () => {
  const other = otherFolder()
  const demos = [process.cwd(), other.folder].map((cwd, i) =>
    runCli(['demo', '--policies', String(5 + i), '--latency', '0', '--json'], { cwd }),
  )
  const codes = await Promise.all(demos.map((demo) => demo.exited))
  expect({ codes, errors: demos.map((demo) => demo.errors) }).toEqual({ codes: [0, 0], errors: [[], []] })
  const [one, two] = demos.map((demo) => JSON.parse(demo.lines.at(-1)!) as { policies: number })
  expect(one!.policies).not.toBe(two!.policies)
  for (const demo of demos) {
    expect(nothingLeft(demo)).toEqual(nothing)
    demo.dispose()
  }
  other.remove()
})

onDisks('a disk', () => {
  test('a disk that fills up while the stack works is one sentence', async () => {
    const temporary = mountDisk('size=700m,mode=755')
    const { run, dispose } = await startStack({ temporary })
    execFileSync('sh', ['-c', 'cat /dev/zero > "$0" 2> /dev/null || true', join(temporary, 'filler')])
    const sync = runCli(['sync', '--watch'], { cwd: run.cwd })
    expect(await run.exited).toBe(1)
    expect(run.errors).toEqual([
      expect.stringMatching(/^There is no room left in .* \(ENOSPC\): make room there, or set TMPDIR to /),
    ])
    expect({ living: run.living(), files: run.leftFiles() }).toEqual({ living: [], files: ['filler'] })
    await sync.exited
    sync.dispose()
    dispose()
  })

  test.each([
    ['too small', 'size=100m,mode=755', /^Only 100 MB are free in .*TMPDIR/],
    ['read-only', 'ro', /^Nothing can be written in .* \(EROFS\): .*TMPDIR/],
  ])('a temporary folder that is %s is one sentence', async (_what, options, sentence) => {
    const run = runCli(['demo'], { temporary: mountDisk(options) })
    expect(await run.exited).toBe(1)
    expect(run.errors).toEqual([expect.stringMatching(sentence)])
  })

  test('a folder where no file can be made is refused before anything starts', async () => {
    const cwd = mountDisk('ro')
    const start = runCli(['start'], { cwd })
    expect(await start.exited).toBe(1)
    expect({ said: start.lines, errors: start.errors }).toEqual({
      said: [],
      errors: [expect.stringMatching(/^Nothing can be written in .*\.local \(EROFS\): /)],
    })
    const demo = runCli(['demo', '--export', join(cwd, 'rows.jsonl')])
    expect(await demo.exited).toBe(1)
    expect({ said: demo.lines, errors: demo.errors }).toEqual({
      said: [],
      errors: [expect.stringMatching(/^Nothing can be written in \S+ \(EROFS\): /)],
    })
    for (const run of [start, demo]) run.dispose()
  })

  test('an export onto a disk that is too small is one sentence, and no part of the file stays', async () => {
    const folder = mountDisk('size=16k')
    const file = join(folder, 'rows.jsonl')
    const demo = runCli(['demo', '--policies', '60', '--latency', '0', '--export', file])
    expect(await demo.exited).toBe(1)
    expect(demo.errors).toEqual([
      expect.stringMatching(/^There is no room left in .*rows\.jsonl \(ENOSPC\): make room there, or export into /),
    ])
    expect(execFileSync('ls', [folder], { encoding: 'utf8' })).toBe('')
    expect(nothingLeft(demo)).toEqual(nothing)
    demo.dispose()
  })
})
