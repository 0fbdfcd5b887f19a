import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Host, type HostOptions, startHost } from '../../../local/host/host'

export const fixture = resolve(__dirname, 'fixtures/app')

const noBroker = 'Endpoint=sb://localhost:1;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true'

export interface TestHost extends Host {
  lines: string[]
  get(path: string, init?: RequestInit): Promise<Response>
}

/** Starts a host on a free port; `lines` collects its log. */
export async function hostFor(options: Partial<HostOptions> = {}): Promise<TestHost> {
  const lines: string[] = []
  const settings = {
    Bus: noBroker, // nothing listens on port 1, so the queue trigger of the app waits for its broker
    WORK_QUEUE: 'work',
    AzureWebJobsStorage: process.env.TEST_STORAGE!,
    AzureFunctionsWebHost__hostid: `test-${randomUUID().slice(0, 8)}`,
    ...options.settings,
  }
  const host = await startHost({ root: fixture, port: 0, onLog: (line) => lines.push(line), ...options, settings })
  return { ...host, lines, get: (path, init) => fetch(host.url + path, init) }
}

/** Polls `probe` until it returns something truthy, and returns that. Throws after `ms`. */
export async function eventually<T>(probe: () => T | Promise<T>, what: string, ms = 15_000): Promise<NonNullable<T>> {
  const end = Date.now() + ms
  for (;;) {
    const value = await probe()
    if (value) return value
    if (Date.now() > end) throw new Error(`timed out waiting for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Writes an app with these files to a temporary folder; `host.json` and `package.json` have defaults. */
export function makeApp(files: Record<string, string>): { root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'host-app-'))
  const all = { 'host.json': '{"version":"2.0"}', 'package.json': '{"main":"*.js"}', ...files }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** Starts Azurite's blob service in its own process; port 0: any free one. */
export async function startAzurite(port = 0): Promise<{ connectionString: string; stop(): Promise<void> }> {
  const args = [
    require.resolve('azurite/dist/src/blob/main.js'),
    '--inMemoryPersistence',
    '--skipApiVersionCheck',
    '--silent',
    '--disableTelemetry',
    '--blobPort',
    String(port),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  const stop = async () => {
    child.kill('SIGKILL')
    await exited
  }
  const listening = await eventually(() => /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1], 'Azurite', 30_000).catch(
    async (error: unknown) => {
      await stop()
      throw error
    },
  )
  return { connectionString: storageAt(Number(listening)), stop }
}

/** Connection string of the emulator's well-known account on this port. */
export function storageAt(port: number): string {
  const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
  return `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${key};BlobEndpoint=http://127.0.0.1:${port}/devstoreaccount1;`
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
