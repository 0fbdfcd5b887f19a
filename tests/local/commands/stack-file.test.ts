import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claimStackFile, findStack, removeStackFile, writeStackFile } from '../../../local/commands/stack-file'
import type { StackInfo } from '../../../local/stack/stack'

const before = process.cwd()
let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'stack-file-')))
  process.chdir(folder)
})
afterEach(() => {
  removeStackFile()
  process.chdir(before)
  rmSync(folder, { recursive: true })
})

const file = () => join(folder, '.local', 'stack.json')
const info = () => ({ simulator: { caFile: join(folder, 'ca.pem') } }) as StackInfo

test('a stack is found once it runs, and only while it does', () => {
  expect(findStack()).toBeUndefined()
  claimStackFile()
  expect(findStack()).toBeUndefined() // it starts
  writeFileSync(join(folder, 'ca.pem'), '')
  writeStackFile(info())
  expect(findStack()).toEqual(info())
  removeStackFile()
  expect(existsSync(file())).toBe(false)
})

test('a second stack is refused, also while the first one starts', () => {
  claimStackFile()
  expect(claimStackFile).toThrow(/^A stack is already running here: /)
})

test.each([
  ['its process is gone', { pid: 2 ** 22 + 1, info: { simulator: { caFile: __filename } } }],
  ['its id is another process now', { pid: process.pid, info: { simulator: { caFile: '/gone/ca.pem' } } }],
  [
    'everything was killed at once, and its id is another program now',
    { pid: 1, info: { simulator: { caFile: __filename } } },
  ],
  ['in a container its id is this process', { pid: process.pid, info: { simulator: { caFile: __filename } } }],
  ['another version wrote it', { pid: process.pid, info: {} }],
  ['it was written in part', undefined],
])('a file that was left is no obstacle: %s', (_what, stored) => {
  mkdirSync(join(folder, '.local'))
  writeFileSync(file(), stored ? JSON.stringify(stored) : '{"pid":')
  expect(findStack()).toBeUndefined()
  expect(claimStackFile).not.toThrow()
})

test('the file of another stack is not removed', () => {
  claimStackFile()
  writeFileSync(file(), JSON.stringify({ pid: 1 }))
  removeStackFile()
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ pid: 1 })
})
