import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium, noChromium } from '../browser/chromium'
import startServers from './servers'

const root = join(__dirname, '../..')
const app = join(root, 'examples/next-app')

/**
 * Installs the example where that was not done, builds it, and starts what all test files share. Without a browser, all tests are
 * skipped and nothing is needed.
 */
export default async function setup(): Promise<void> {
  if (!findChromium()) return void process.stdout.write(`All tests are skipped: ${noChromium}.\n`)
  if (!existsSync(join(app, 'node_modules/playwright-core'))) run('npm', ['ci'], app)
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tests/browser/tsconfig.json'], root)
  run(process.execPath, [join(app, 'node_modules/next/dist/bin/next'), 'build'], app, { NODE_ENV: 'production' })
  await startServers()
}

/** Throws when it fails; what it says is shown. */
function run(command: string, args: string[], cwd: string, settings: NodeJS.ProcessEnv = {}): void {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...settings }
  const { status } = spawnSync(command, args, { cwd, env, stdio: 'inherit' })
  if (status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed in ${cwd}.`)
}
