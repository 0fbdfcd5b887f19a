import { resolve } from 'node:path'
import { Command } from 'commander'
import { apiOf } from '../stack/caller-api'
import type { Stack } from '../stack/stack'
import { findSettings, followRun, startRun } from '../../cli/api-client'
import type { RunView } from '../../cli/answers'
import type { Api } from '../../cli/http'
import { createProgress } from '../../cli/progress'
import { durationOf, exitCode, printRun } from '../../cli/report'
import { printSettings } from '../../cli/search-report'
import { printNameCoverage, readNameCoverage } from './name-coverage'
import { exportSettings, printExceptions } from './report'
import { addSimulatorOptions, type SimulatorOptions, toSimulatorSettings } from './simulator-options'
import { withStack } from './with-stack'
import { checkWritable } from './writable-file'
import { printable } from '../../cli/text'

interface DemoOptions extends SimulatorOptions {
  export?: string
  again?: true
  json?: true
}

/** `npm run demo`: starts a stack, syncs, searches and stops the stack. */
export function demoCommand(): Command {
  const command = new Command('demo').description(
    'Starts everything, syncs one tenant, shows what was stored, and stops everything.',
  )
  return addSimulatorOptions(command, { policies: 61, latency: 20 })
    .option('--export <file>', 'writes all rows of policy_settings as JSON Lines')
    .option('--again', 'syncs a second time and shows what that changed')
    .option('--json', 'the last line of standard output is one JSON object')
    .action(async (options: DemoOptions) => {
      if (options.export !== undefined) checkWritable(resolve(options.export))
      process.exitCode = await withStack(
        { root: process.cwd(), simulator: toSimulatorSettings(options), onLine: showImportant },
        (stack, signal) => demo(stack, options, signal),
      )
    })
}

/** Numbers of a log line that say that nothing failed. */
const nothingFailed = /\bfail\w*=0\b/g

/** Prints warnings and errors, and everything the simulator says about what it loaded. */
function showImportant(from: string, line: string): void {
  if (from === 'simulator') console.log(`  ${printable(line)}`)
  else if (/\b(error|fail|warn|unexpected)/i.test(line.replaceAll(nothingFailed, '')))
    console.error(`  [${from}] ${line}`)
}

async function demo({ info }: Stack, options: DemoOptions, signal: AbortSignal): Promise<number> {
  const api = apiOf(info)
  console.log(`\nSync of tenant ${api.tenantId} through ${api.url}`)
  const first = await sync(api, info.postgres.url, signal)
  const names = await readNameCoverage(info.postgres.url, api.tenantId)
  printNameCoverage(names)
  console.log('\nSearch for "bitlocker"')
  if ((await search(api, 'bitlocker')) === 0) {
    console.log('Search for "password"')
    await search(api, 'password')
  }
  let second: RunView | undefined
  if (options.again) {
    console.log('\nSecond sync')
    second = await sync(api, info.postgres.url, signal)
  }
  if (options.export) {
    const rows = await exportSettings(info.postgres.url, resolve(options.export))
    console.log(`\n${rows} rows written to ${options.export}`)
  }
  if (options.json)
    console.log(
      JSON.stringify({ ...summary(first), named: names.named, ...(second ? { again: summary(second) } : {}) }),
    )
  return exitCode(second ?? first)
}

async function sync(api: Api, databaseUrl: string, signal: AbortSignal): Promise<RunView> {
  const { runId } = await startRun(api, 'sync')
  const progress = createProgress()
  const run = await followRun(api, runId, progress.show, { signal }).finally(progress.end)
  printRun(run)
  await printExceptions(databaseUrl, run.runId)
  return run
}

/** Prints some settings with this word. Returns how many. */
async function search(api: Api, q: string): Promise<number> {
  const found = await findSettings(api, { q, limit: 8 })
  printSettings(found, '"npm start", then "npm run sync" and "npm run settings -- WORD" in another terminal')
  return found.items.length
}

function summary(run: RunView) {
  const { requests, retries, definitionRequests } = run.graph
  return { status: run.status, ...run.counts, requests, retries, definitionRequests, durationMs: durationOf(run) }
}
