import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from '../browser/chromium'
import startServers from './servers'

const root = join(__dirname, '../..')
const app = join(root, 'examples/next-app')

/**
 * Installs the example where that was not done, builds it, and starts what all test files share. Without a browser there is
 * nothing to build for.
 */
export default async function setup(): Promise<void> {
  if (findChromium()) {
    if (!existsSync(join(app, 'node_modules'))) run('npm', ['ci'], app)
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tests/browser/tsconfig.json'], root)
    run(process.execPath, [join(app, 'node_modules/next/dist/bin/next'), 'build'], app)
  }
  await startServers()
}

/** Throws when it fails; what it says is shown. */
function run(command: string, args: string[], cwd: string): void {
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
  const { status } = spawnSync(command, args, { cwd, env, stdio: 'inherit' })
  if (status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed in ${cwd}.`)
}
