import { cpus, totalmem } from 'node:os'
import { Command } from 'commander'
import { fullSync } from '../bench/full-sync'
import { startLatency, startWithoutBroker } from '../bench/start-latency'
import { unitRate } from '../bench/unit-rate'
import { wholeNumber } from './simulator-options'
import { startStack } from '../stack/stack'
import { withStack } from './with-stack'

interface BenchOptions {
  policies: number[]
  latency: number
}

/** `npm run bench`: figures beside their floor. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('Measures and prints a table and one JSON object, each figure beside what it cannot beat.')
    .option('--policies <list>', 'sizes of the full sync', (text) => text.split(',').map(wholeNumber), [50, 1000])
    .option('--latency <ms>', 'of Graph in the full sync', wholeNumber, 80)
    .action(async ({ policies, latency }: BenchOptions) => {
      const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.version}`
      console.log(machine)
      let results = {}
      process.exitCode = await withStack(
        { root: process.cwd(), durable: true, simulator: { policies: 1 } },
        async (stack) => {
          console.log('\nStart: admission and ring, beside one insert and one send')
          const start = await startLatency(stack)
          console.table(start)
          console.log('Units of work, beside COPY of the same rows')
          const unit = await unitRate(stack)
          console.table([unit])
          results = { start, unit }
          return 0
        },
      )
      if (process.exitCode) return
      const withoutBroker = await startWithoutBrokerAlone()
      console.log('Start with the broker down')
      console.table([withoutBroker])
      const syncs = []
      for (const size of policies) syncs.push(await fullSync(size, latency))
      console.log(`Full sync at ${latency} ms`)
      console.table(syncs)
      console.log(JSON.stringify({ machine, latencyMs: latency, ...results, withoutBroker, syncs }))
    })
}

/** In a stack of its own, which is broken by design afterwards. */
async function startWithoutBrokerAlone() {
  const stack = await startStack({ root: process.cwd(), durable: true, simulator: { policies: 1 } })
  try {
    return await startWithoutBroker(stack)
  } finally {
    await stack.stop()
  }
}
