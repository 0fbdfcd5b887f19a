import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { eachLine, type Running } from '../component'
import { freePort } from '../ports'
import { type Binaries, findBinaries } from './binaries'

const run = promisify(execFile)

export interface PostgresOptions {
  /** 0 (default): any free port. */
  port?: number
  /** Waits for the disk on every commit, as in production. Without it, a crash of the machine loses commits. */
  durable?: boolean
}

export interface PostgresInfo {
  port: number
  /** Connection string of the superuser for the database `tenantpilot`. */
  url: string
}

export interface Postgres extends Running<PostgresInfo> {
  /** Stops the server at once, as `kill -9` does: connections break, committed data stays. */
  crash(): Promise<void>
  /** Starts again on the same port with the same data. */
  restart(): Promise<void>
}

const user = 'tenantpilot'

/** Starts PostgreSQL with an empty database in a temporary folder. `stop` removes the folder. */
export async function startPostgres({ port = 0, durable = false }: PostgresOptions = {}): Promise<Postgres> {
  const scratch = mkdtempSync(join(tmpdir(), 'tenantpilot-postgres-'))
  try {
    const binaries = findBinaries(prepare(scratch))
    const data = await initialise(binaries, scratch)
    const chosen = port || (await freePort())
    const settings = [
      `-D${data}`,
      `-p${chosen}`,
      '-h127.0.0.1',
      '-k', // no socket file
      '',
      '-cmax_connections=120',
      '-cshared_buffers=128MB',
      '-ctimezone=UTC',
      ...(durable ? [] : ['-cfsync=off', '-cfull_page_writes=off']),
    ]
    let server = await launch(binaries, settings)
    const info = { port: chosen, url: `postgres://${user}:${user}@localhost:${chosen}/tenantpilot` }
    return {
      info,
      crash: () => end(server, 'SIGQUIT'),
      restart: async () => void (server = await launch(binaries, settings)),
      stop: async () => {
        await end(server, 'SIGINT')
        rmSync(scratch, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true })
    throw error
  }
}

/** Lets the account of PostgreSQL enter the folder. */
function prepare(scratch: string): string {
  if (process.getuid?.() === 0) chmodSync(scratch, 0o755)
  return scratch
}

async function initialise(binaries: Binaries, scratch: string): Promise<string> {
  const { uid, gid } = binaries.runAs
  const data = join(scratch, 'data')
  const password = join(scratch, 'password')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(password, user, { mode: 0o600 })
  if (uid !== undefined && gid !== undefined) for (const path of [scratch, data, password]) chownSync(path, uid, gid)
  const flags = [
    '-D',
    data,
    '-U',
    user,
    '-A',
    'scram-sha-256',
    `--pwfile=${password}`,
    '-E',
    'UTF8',
    '--locale=C',
    // sorts by bytes and knows the case of all letters, as on Azure
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '-N',
  ]
  await run(binaries.initdb, flags, binaries.runAs).catch((error: { stderr?: string; message: string }) => {
    throw new Error(`PostgreSQL could not be prepared: ${lastLine(error.stderr ?? error.message)}`)
  })
  rmSync(password)
  await createDatabase(binaries, data)
  return data
}

/** Uses single-user mode, which needs no running server. */
async function createDatabase(binaries: Binaries, data: string): Promise<void> {
  const child = run(binaries.postgres, ['--single', '-D', data, 'postgres'], binaries.runAs)
  child.child.stdin?.end('create database tenantpilot;\n')
  await child
}

function launch(binaries: Binaries, settings: string[]): Promise<ChildProcess> {
  const server = spawn(binaries.postgres, settings, {
    ...binaries.runAs,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // keeps Ctrl-C away: the server must outlive the processes that write to it
  })
  return new Promise((resolve, reject) => {
    let last = ''
    const onExit = () => reject(new Error(`PostgreSQL did not start: ${last}`))
    server.once('error', reject)
    server.once('exit', onExit)
    const lines = eachLine((line) => {
      last = line
      if (!line.includes('ready to accept connections')) return
      server.off('exit', onExit)
      resolve(server)
    })
    server.stderr.on('data', lines)
  })
}

async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = new Promise((resolve) => server.once('exit', resolve))
  server.kill(signal)
  await exited
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? ''
