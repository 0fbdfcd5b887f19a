import { type ChildProcess, spawn } from 'node:child_process'
import { eachLine } from '../component'
import { isFullDisk } from '../write-problem'
import type { Binaries } from './binaries'

const patienceMs = 5000

/** A running postmaster. */
export interface Server {
  /** Ends it at once, without a checkpoint: connections break, committed data stays. */
  end(): Promise<void>
}

/**
 * Starts the server and waits until it takes connections. Rejects with the code EADDRINUSE when it cannot bind its port.
 * `fail` is called when it ends without `end`, and when the disk is full.
 */
export async function launchServer(
  { postgres, runAs }: Binaries,
  settings: string[],
  fail: (error: unknown) => void,
): Promise<Server> {
  const server = spawn(postgres, settings, {
    ...runAs,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // keeps Ctrl-C away: the server must outlive the processes that write to it
  })
  const exited = new Promise<string>((resolve) =>
    server.once('exit', (code, signal) => resolve(signal ?? `code ${code}`)),
  )
  await ready(server, exited)
  server.stderr.on(
    'data',
    eachLine((line) => isFullDisk(line) && fail(line)),
  )
  let ending = false
  void exited.then((how) => ending || fail(`PostgreSQL ended unexpectedly (${how}): start again.`))
  return {
    async end() {
      ending = true
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGQUIT')
      const timer = setTimeout(() => server.kill('SIGKILL'), patienceMs) // one that was stopped hears nothing else
      await exited
      clearTimeout(timer)
    },
  }
}

function ready(server: ChildProcess, exited: Promise<string>): Promise<void> {
  const said: string[] = []
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    void exited.then(() => reject(startError(said)))
    server.stderr!.on(
      'data',
      eachLine((line) => {
        said.push(line)
        if (line.includes('ready to accept connections')) resolve()
      }),
    )
  })
}

function startError(said: string[]): Error {
  const error = new Error(`PostgreSQL did not start: ${said.at(-1) ?? 'it said nothing'}`)
  return said.some((line) => line.includes('could not bind')) ? Object.assign(error, { code: 'EADDRINUSE' }) : error
}
