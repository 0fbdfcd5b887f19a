import { fork } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { FromWorker } from '../host/protocol'
import { workerFile } from '../host/worker-file'
import { bundling, makePackage } from '../package/make-package'
import { percentile } from './measure'
import { cpuMs } from './process-usage'

/** CPU from the start of a worker until it has registered its functions. Milliseconds; medians. */
export interface LoadResult {
  app: string
  cpuMs: number
  aboveEmptyMs: number
}

const rounds = 9

/** Valid settings of nothing: loading connects nowhere. */
const settings = {
  DATABASE_URL: 'postgres://u:p@localhost:1/db',
  AZURE_AD_CLIENT_ID: 'x',
  AZURE_AD_CLIENT_SECRET: 'x',
  API_CLIENT_ID: '00000000-0000-4000-8000-000000000000',
  ServiceBusConnection: 'Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b',
  SETTINGS_FINGERPRINT_KEY: 'x'.repeat(32),
}

/** Telemetry goes nowhere: nothing is sent before the worker is ready. */
const telemetry = {
  APPLICATIONINSIGHTS_CONNECTION_STRING:
    'InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=https://localhost:1/',
}

/** Measures the package and the compiled files beside an empty app, in turn, so that all meet the same machine. */
export async function loadCpu(root: string): Promise<LoadResult[]> {
  const empty = await makeEmptyApp(root)
  const { folder } = await makePackage(root)
  const apps: Record<string, App> = {
    'empty app': { folder: empty },
    package: { folder },
    'package with telemetry': { folder, settings: telemetry },
    'separate files': { folder: root },
  }
  const times: Record<string, number[]> = {}
  for (let round = 0; round < rounds; round++)
    for (const [name, app] of Object.entries(apps)) (times[name] ??= []).push(await loadOnce(app))
  rmSync(empty, { recursive: true, force: true })
  const emptyMs = percentile(times['empty app']!, 0.5)
  return Object.keys(apps).map((app) => {
    const median = percentile(times[app]!, 0.5)
    return { app, cpuMs: median, aboveEmptyMs: median - emptyMs }
  })
}

/** An app with one function, bundled like the package. */
async function makeEmptyApp(root: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantpilot-empty-'))
  const code = `import { app } from '@azure/functions'
    app.http('live', { methods: ['GET'], handler: () => ({ status: 200 }) })`
  await build({
    stdin: { contents: code, resolveDir: root },
    outfile: join(folder, 'main.js'),
    ...bundling,
  })
  copyFileSync(join(root, 'host.json'), join(folder, 'host.json'))
  writeFileSync(join(folder, 'package.json'), '{"main":"main.js"}')
  return folder
}

interface App {
  folder: string
  settings?: Record<string, string>
}

async function loadOnce({ folder, settings: more }: App): Promise<number> {
  const child = fork(workerFile, [folder], {
    env: { PATH: process.env.PATH, ...settings, ...more },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('The worker ended before it was ready.')))
      child.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') resolve()
        if (message.kind === 'failed') reject(new Error(message.message))
      })
    })
    return cpuMs(child.pid!)
  } finally {
    child.removeAllListeners('exit')
    child.kill('SIGKILL')
  }
}
