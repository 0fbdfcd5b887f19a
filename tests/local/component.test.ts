import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Component, startComponent } from '../../local/component'

const main = join(__dirname, '..', 'support', 'stack-part.cjs')
const parts: Component<unknown>[] = []
afterEach(() => Promise.all(parts.splice(0).map((part) => part.stop())))

async function start(how: string, more: { signal?: AbortSignal; onLine?: () => void } = {}) {
  const part = await startComponent<{ pid: number }>(main, { how }, { name: 'The part', ...more })
  parts.push(part)
  return part
}

test('a part has a session of its own, so that a closed terminal and Ctrl-C do not reach it', async () => {
  const { info, stop, exited } = await start('works')
  expect(() => process.kill(-info.pid, 0)).not.toThrow() // it leads a group
  await stop()
  expect(await exited).toBe(0)
})

test('what a part is told stands in no argument, which everybody on the machine can read', async () => {
  const { process: child } = await start('works')
  const shown = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(child.pid)]).toString()
  expect(shown).toContain(main)
  expect(shown).not.toContain('works')
})

test('a part that cannot start says why in its own words', async () => {
  await expect(start('refuses')).rejects.toThrow(/^It is too late\.$/)
})

test('a part that is killed is named, with what to do', async () => {
  const part = await start('works')
  part.process.kill('SIGKILL')
  expect(await part.broken).toMatch(/^The part ended unexpectedly \(killed, by somebody or .*\): start again\.$/)
})

test('an error that nobody caught ends the part, and is told without its stack', async () => {
  const part = await start('throws')
  expect(await part.broken).toBe('It broke later.')
  expect(await part.exited).toBe(1)
})

test('a full disk is told with the folder and the remedy', async () => {
  const part = await start('disk is full')
  expect(await part.broken).toMatch(/^There is no room left in .* \(ENOSPC\): make room there, or set TMPDIR to /)
  expect(await part.broken).toContain(tmpdir())
})

test('a part that is stopped is not broken', async () => {
  const part = await start('works')
  await part.stop()
  expect(await Promise.race([part.broken, part.exited])).toBe(0)
})

test('what is being started ends when nobody wants it any more', async () => {
  const nobodyWants = new AbortController()
  const starting = start('hangs', { signal: nobodyWants.signal, onLine: () => nobodyWants.abort() })
  await expect(starting).rejects.toThrow('The part ended unexpectedly (code 0)')
})
