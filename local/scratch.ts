import { existsSync, mkdtempSync, readdirSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endLostServer } from './postgres/lost-server'
import { scratchProblem } from './write-problem'

const names = /^tenantpilot-(stack|postgres)-\w{6}$/
/** A socket in the folder that answers as long as its process lives, however that ends; an id of a process is used again. */
const sign = 'alive'

/** A temporary folder of this process. */
export interface Scratch {
  folder: string
  remove(): Promise<void>
}

/** Makes a temporary folder. When its process dies, the next `removeLeftovers` removes it. Throws a sentence. */
export async function makeScratch(name: 'stack' | 'postgres'): Promise<Scratch> {
  try {
    const folder = mkdtempSync(join(tmpdir(), `tenantpilot-${name}-`))
    const release = await showAlive(folder)
    return {
      folder,
      async remove() {
        release()
        await removeFolder(folder)
      },
    }
  } catch (error) {
    throw scratchProblem(error)
  }
}

/** Systems cut a longer path of a socket, some without a word (sun_path of unix(7), less on macOS). */
const longestPath = 100

/** A path that is too long for a socket gives none, and a folder that is never taken for a leftover. */
function showAlive(folder: string): Promise<() => void> {
  if (Buffer.byteLength(join(folder, sign)) > longestPath) return Promise.resolve(() => {})
  const server = createServer((socket) => socket.destroy()).unref()
  return new Promise((resolve) => {
    server.once('error', () => resolve(() => {}))
    // renamed, because it does not answer yet when it appears
    server.listen(join(folder, 'new'), () => {
      renameSync(join(folder, 'new'), join(folder, sign))
      resolve(() => server.close())
    })
  })
}

/** Removes the temporary folders of processes that died, and ends the database servers that they left running. */
export async function removeLeftovers(): Promise<void> {
  const found = namesIn(tmpdir()).filter((name) => names.test(name))
  await Promise.all(
    found.map(async (name) => {
      const folder = join(tmpdir(), name)
      if (!(await isLeft(folder))) return
      await endLostServer(join(folder, 'data'))
      await removeFolder(folder)
    }),
  )
}

/** None where they cannot be listed: who then needs the folder says why it is of no use. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isLeft(folder: string): Promise<boolean> {
  const path = join(folder, sign)
  if (!existsSync(path)) return Promise.resolve(false)
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'))
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
  })
}

/** Tries again for a second, because a process that is being ended may still write. What then cannot be removed, stays. */
const removeFolder = (folder: string) =>
  rm(folder, { recursive: true, force: true, maxRetries: 4, retryDelay: 100 }).catch(() => {})
