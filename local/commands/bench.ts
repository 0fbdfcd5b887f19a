import { cpus, totalmem } from 'node:os'
import { Command } from 'commander'
import { dueSchedules } from '../bench/due-schedules'
import { fairness } from '../bench/fairness'
import { fullSync } from '../bench/full-sync'
import { ledgerRate } from '../bench/ledger'
import { telemetryCosts } from '../bench/telemetry/with-and-without'
import { loadCpu } from '../bench/load-cpu'
import { migrationWaits } from '../bench/migration-waits'
import { runListRate } from '../bench/run-lists'
import { searchRate } from '../bench/search'
import { startLatency, startWithoutBroker } from '../bench/start-latency'
import { unitRate } from '../bench/unit-rate'
import type { Stack, StackOptions } from '../stack/stack'
import { wholeNumber } from './simulator-options'
import { UsageError } from '../../cli/usage'
import { withStack } from './with-stack'

interface BenchOptions {
  policies: number[]
  latency: number
  plainUpTo: number
  rows: number
}

/** Each section measures one thing, prints a table and returns its figures. */
const sections: Readonly<Record<string, (options: BenchOptions) => Promise<object>>> = {
  load,
  start,
  telemetry,
  units,
  sync,
  search,
  ledger,
  runs,
  schedules,
  fair,
  migrate,
}

/** `npm run bench`: prints each figure beside its theoretical best. */
export function benchCommand(): Command {
  const names = Object.keys(sections)
  return new Command('bench')
    .description(
      'Prints tables and one JSON object; each figure is beside its theoretical best. Everything takes about 20 minutes.',
    )
    .argument(
      '[what...]',
      `${names.join(', ')} (load, start, telemetry, units, schedules and fair: seconds; the others: minutes); all by default`,
    )
    .option('--policies <list>', 'sizes of the sync', (text) => text.split(',').map(wholeNumber), [50, 1000, 10000])
    .option('--latency <ms>', 'of Graph in the sync', wholeNumber, 80)
    .option('--plain-up-to <n>', 'largest size that is also synced one request after the other', wholeNumber, 1000)
    .option('--rows <n>', 'rows to search in, and ended runs of the ledger', wholeNumber, 5_000_000)
    .action(async (what: string[], options: BenchOptions) => {
      const unknown = what.find((name) => !sections[name])
      if (unknown) throw new UsageError(`There is no benchmark "${unknown}". Choose from: ${names.join(', ')}.`)
      const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.version}`
      console.log(machine)
      let results: object = { machine, latencyMs: options.latency }
      for (const name of what.length > 0 ? what : names) results = { ...results, ...(await sections[name]?.(options)) }
      console.log(JSON.stringify(results))
    })
}

async function load(): Promise<object> {
  const loads = await loadCpu(process.cwd())
  print('CPU until the functions are registered, beside an empty app', loads)
  return { load: loads }
}

async function start(): Promise<object> {
  const latencies = await inStack({ ...small, partsMayEnd: true }, startLatency)
  print('Start: admission and send, beside one bare insert and one bare send', latencies)
  const withoutBroker = await inStack({ ...small, partsMayEnd: true }, startWithoutBroker)
  print('Start with the broker down', [withoutBroker])
  return { start: latencies, withoutBroker }
}

async function telemetry(): Promise<object> {
  const costs = await inStack({ ...small, partsMayEnd: true }, telemetryCosts)
  print('A start with telemetry, beside one without', costs)
  return { telemetry: costs }
}

async function units(): Promise<object> {
  const unit = await inStack(small, unitRate)
  print('Units of work, beside COPY of the same rows', [unit])
  return { unit }
}

async function sync({ policies: sizes, latency: latencyMs, plainUpTo }: BenchOptions): Promise<object> {
  const results = []
  for (const policies of sizes) {
    const options = { policies, latencyMs, plain: policies <= plainUpTo }
    results.push(await inStack({ simulator: { policies, seed: 1, latencyMs } }, (stack) => fullSync(stack, options)))
  }
  const syncs = results.flatMap((result) => result.syncs)
  print(`Sync at ${latencyMs} ms, beside its floor and one request after the other`, syncs)
  const flatten = results.map((result) => result.flatten)
  print('Flattening, beside JSON.parse of the same bytes', flatten)
  return { syncs, flatten }
}

async function search({ rows }: BenchOptions): Promise<object> {
  console.log(`\nMaking ${rows} rows`)
  const results = await inStack(small, (stack) => searchRate(stack, rows))
  print(
    `Searches in ${rows} rows, made in ${results.loadSeconds.rows} s, indexed in ${results.loadSeconds.indexes} s`,
    results.figures,
  )
  return { search: results }
}

async function ledger({ rows }: BenchOptions): Promise<object> {
  console.log(`\nMaking ${rows} ended runs`)
  const results = await inStack(small, (stack) => ledgerRate(stack, rows))
  print(`Look-ups beside ${rows} ended runs, made in ${results.loadSeconds} s`, results.figures)
  return { ledger: results }
}

async function runs({ rows }: BenchOptions): Promise<object> {
  const results = await inStack(small, (stack) => runListRate(stack, Math.min(rows, 1_000_000)))
  print(
    `Lists of runs among ${results.rows}, made in ${results.loadSeconds} s, as the role of the API`,
    results.figures,
  )
  return { runLists: results }
}

async function schedules(): Promise<object> {
  const due = []
  for (const instances of [1, 3])
    due.push(await inStack({ ...small, partsMayEnd: true }, (stack) => dueSchedules(stack, 5_000, instances)))
  print('Due schedules, until each has started its run', due)
  return { schedules: due }
}

async function fair(): Promise<object> {
  const figures = await inStack(small, fairness)
  print('One tenant with 800 runs beside eight with 50, and the eight alone', [figures])
  return { fair: figures }
}

async function migrate(): Promise<object> {
  const waits = await inStack(small, migrationWaits)
  print('Reads and writes of the app while its table is migrated', [waits])
  return { migrate: waits }
}

function print(title: string, rows: readonly object[]): void {
  console.log(`\n${title}`)
  console.table(rows)
}

/** For benchmarks that need no policies; the database waits for the disk, as in production. */
const small = { durable: true, simulator: { policies: 1 } }

/** Runs `measure` in a new stack and stops the stack, also after Ctrl-C. */
async function inStack<T>(
  options: Omit<StackOptions, 'root'> & { partsMayEnd?: boolean },
  measure: (stack: Stack) => Promise<T>,
): Promise<T> {
  const measured: T[] = []
  const code = await withStack({ root: process.cwd(), onReady: () => {}, ...options }, async (stack) => {
    measured.push(await measure(stack))
    return 0
  })
  if (measured.length === 0) process.exit(code)
  return measured[0]!
}
