import { spawn } from 'node:child_process'
import { once } from 'node:events'

const oldest = 4
/** The first start of a .NET program on a slow disk takes seconds. */
const patienceMs = 30_000

const howToGet =
  'get version 4 as https://learn.microsoft.com/azure/azure-functions/functions-run-local says, or use "npm start", which needs none'

/** How `func` is started: on Windows it is a script, which only the shell finds. */
export const funcOptions = { shell: process.platform === 'win32' } as const

/** Returns the version of the Core Tools on the path. Throws a sentence on how to get them where there are none, or too old ones. */
export async function findCoreTools(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const said = await versionSaid(env)
  const [version, major] = /^(\d+)\.\d+\.\d+/m.exec(said ?? '') ?? []
  if (version === undefined) throw new Error(`Azure Functions Core Tools (func) are not on the path: ${howToGet}.`)
  if (Number(major) < oldest) throw new Error(`Azure Functions Core Tools ${version} are too old: ${howToGet}.`)
  return version
}

/** What `func --version` prints; undefined where it cannot be started, fails, or is silent for too long. */
async function versionSaid(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const child = spawn('func', ['--version'], {
    ...funcOptions,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    signal: AbortSignal.timeout(patienceMs),
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return code === 0 ? said : undefined
  } catch {
    return undefined
  }
}
