import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A program named `func`, in a folder that can stand on the path. */
export interface FakeFunc {
  /** A path on which it comes first. */
  path: string
  /** What it was started with. Throws before that. */
  started(): { args: string[]; cwd: string; env: Record<string, string>; pid: number; workerPid: number }
  remove(): void
}

/**
 * Makes a `func` that says this version, and whose `start` answers on its port and runs a worker that hears no signal, until Ctrl-C.
 * `deaf`: it does not hear that either. `breaks`: it ends instead.
 */
export function makeFakeFunc({ version = '4.0.7512', deaf = false, breaks = false } = {}): FakeFunc {
  const folder = mkdtempSync(join(tmpdir(), 'fake-func-'))
  const record = join(folder, 'started.json')
  const file = join(folder, 'func')
  writeFileSync(
    file,
    `#!${process.execPath}
const { spawn } = require('node:child_process')
const { writeFileSync } = require('node:fs')
const [command, ...args] = process.argv.slice(2)
if (command === '--version') { console.log(${JSON.stringify(version)}); process.exit() }
if (${breaks}) { console.error('Port 7071 is unavailable.'); process.exit(1) }
const script = "process.on('SIGINT', () => {}); setInterval(() => {}, 1000); process.send('ready')"
const worker = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
worker.once('message', () => {
  writeFileSync(${JSON.stringify(record)}, JSON.stringify({ args, cwd: process.cwd(), env: process.env, pid: process.pid, workerPid: worker.pid }))
  require('node:http').createServer((_request, response) => response.end('{}')).listen(Number(args[1]), '127.0.0.1')
})
process.on('SIGINT', () => { if (${!deaf}) { console.log('func stops'); process.exit() } })
`,
  )
  chmodSync(file, 0o755)
  return {
    path: `${folder}${delimiter}${process.env.PATH}`,
    started: () => JSON.parse(readFileSync(record, 'utf8')) as ReturnType<FakeFunc['started']>,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
