import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let own: string
let temporary: string
beforeEach(() => void (temporary = own = mkdtempSync(join(tmpdir(), 'scratch-test-'))))
afterEach(() => rmSync(own, { recursive: true, force: true }))

/** Runs a script in a process of its own, whose temporary folder is the test's. */
function run(script: string) {
  const head = "const { makeScratch, removeLeftovers } = require('./dist/local/scratch.js');"
  return spawn(process.execPath, ['-e', head + script], {
    cwd: join(__dirname, '../..'),
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

const made =
  "makeScratch('stack').then(({ folder }) => { require('fs').mkdirSync(folder + '/a'); console.log('made') });"
const left = () => readdirSync(temporary)

async function sweep() {
  expect(await once(run('removeLeftovers()'), 'exit')).toEqual([0, null])
}

test('the folder of a process that was killed is removed by the next one, that of a running process stays', async () => {
  const killed = run(`${made} setInterval(() => {}, 1000)`)
  const running = run(`${made} setInterval(() => {}, 1000)`)
  await Promise.all([killed, running].map(({ stdout }) => once(stdout, 'data')))
  await sweep()
  expect(left()).toHaveLength(2)
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  expect(left()).toHaveLength(2)
  await sweep()
  expect(left()).toHaveLength(1)
  running.kill('SIGSTOP') // it answers nothing, and lives
  await sweep()
  expect(left()).toHaveLength(1)
  running.kill('SIGKILL')
  await once(running, 'exit')
  await sweep()
  expect(left()).toEqual([])
})

test('folders of others are left alone', async () => {
  for (const name of ['tenantpilot-stack-nosign', 'tenantpilot-cli-abcdef', 'other']) mkdirSync(join(temporary, name))
  mkdirSync(join(temporary, 'tenantpilot-stack-abcdef'))
  writeFileSync(join(temporary, 'tenantpilot-stack-abcdef', 'file'), '')
  const before = left()
  await sweep()
  expect(left()).toEqual(before)
})

test('a process that ends by itself removes its own', async () => {
  const own = run("makeScratch('postgres').then((scratch) => scratch.remove())")
  expect(await once(own, 'exit')).toEqual([0, null])
  expect(left()).toEqual([])
})

test('where the path is too long for a socket, the folder is made, and is no leftover while it lives', async () => {
  temporary = join(temporary, 'x'.repeat(90))
  mkdirSync(temporary)
  const running = run(`${made} setInterval(() => {}, 1000)`)
  await once(running.stdout, 'data')
  await sweep()
  expect(left()).toHaveLength(1)
  running.kill('SIGKILL')
  await once(running, 'exit')
})

test('a temporary folder that is none, or cannot be listed, is no obstacle to the look for leftovers', async () => {
  const file = join(temporary, 'file')
  writeFileSync(file, '')
  temporary = file
  await sweep()
  expect(readFileSync(file, 'utf8')).toBe('')
})

test('a temporary folder that is not there is a sentence', async () => {
  rmSync(temporary, { recursive: true })
  const own = run("makeScratch('stack').catch((error) => console.log(error.message))")
  const [said] = await once(own.stdout, 'data')
  expect(String(said)).toMatch(/^There is no folder .*scratch-test-\w+ \(ENOENT\): .*TMPDIR/)
})
