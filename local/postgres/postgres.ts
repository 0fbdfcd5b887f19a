import { execFile } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Running } from '../component'
import { bindPort, freePort, loopback } from '../ports'
import { makeScratch } from '../scratch'
import { isFullDisk } from '../write-problem'
import { type Binaries, findBinaries } from './binaries'
import { endLostServer } from './lost-server'
import { launchServer } from './server'

const run = promisify(execFile)

export interface PostgresOptions {
  /** The preferred port: another one when it is taken. 0 (default): any free port. */
  port?: number
  /** Waits for the disk on every commit, as in production. Without it, a crash of the machine loses commits. */
  durable?: boolean
}

/** How the caller and the running server reach each other. */
interface PostgresLife {
  /** Ends the start. */
  signal?: AbortSignal
  /** Called when the server ends by itself, or can store nothing more. */
  fail?: (error: unknown) => void
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
export async function startPostgres(
  { port = 0, durable = false }: PostgresOptions = {},
  { signal, fail = () => {} }: PostgresLife = {},
): Promise<Postgres> {
  const scratch = await makeScratch('postgres')
  try {
    const binaries = findBinaries(prepare(scratch.folder))
    const data = await initialise(binaries, scratch.folder, signal)
    const settings = [
      `-D${data}`,
      `-h${loopback}`,
      '-k', // no socket file
      '',
      '-cmax_connections=120',
      '-cshared_buffers=128MB',
      '-ctimezone=UTC',
      // shared memory in files of the data folder, which are removed with it also after kill -9
      ...(durable ? [] : ['-cfsync=off', '-cfull_page_writes=off', '-cdynamic_shared_memory_type=mmap']),
    ]
    const launch = (on: number) => launchServer(binaries, [...settings, `-p${on}`], fail)
    const bound = await bindPort(port || (await freePort()), async (on) => ({ on, server: await launch(on) }), freePort)
    let { server } = bound
    return {
      info: { port: bound.on, url: `postgres://${user}:${user}@${loopback}:${bound.on}/tenantpilot` },
      crash: () => server.end(),
      restart: async () => void (server = await launch(bound.on)),
      stop: async () => {
        await server.end()
        await endLostServer(data)
        await scratch.remove()
      },
    }
  } catch (error) {
    await scratch.remove()
    throw error
  }
}

/** Lets the account of PostgreSQL enter the folder. */
function prepare(scratch: string): string {
  if (process.getuid?.() === 0) chmodSync(scratch, 0o755)
  return scratch
}

/** Lets each step end before it gives up: one that is killed leaves shared memory. */
async function initialise(binaries: Binaries, scratch: string, signal?: AbortSignal): Promise<string> {
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
    if (isFullDisk(error)) throw error
    throw new Error(`PostgreSQL could not be prepared: ${lastLine(error.stderr ?? error.message)}`)
  })
  signal?.throwIfAborted()
  rmSync(password)
  await createDatabase(binaries, data)
  signal?.throwIfAborted()
  return data
}

/** Uses single-user mode, which needs no running server. */
async function createDatabase(binaries: Binaries, data: string): Promise<void> {
  const child = run(binaries.postgres, ['--single', '-D', data, 'postgres'], binaries.runAs)
  child.child.stdin?.end('create database tenantpilot;\n')
  await child
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? ''
