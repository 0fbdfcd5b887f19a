import { createWriteStream } from 'node:fs'
import { Command } from 'commander'
import { soak, type SoakOptions, type SoakResult } from '../bench/soak/soak'
import { reasonsToFail } from '../bench/soak/verdict'
import { wholeNumber } from './simulator-options'
import { withStack } from './with-stack'
import { checkWritable } from './writable-file'

interface Options extends Omit<SoakOptions, 'calm'> {
  calm?: boolean
  policies: number
  latency: number
  log?: string
}

/** `npm run soak`: repeats a sync while faults hit, and finds leaks, stuck runs and lost rows. */
export function soakCommand(): Command {
  return new Command('soak')
    .description(
      'Syncs over and over while faults hit: prints slopes of memory, handles and connections, and what broke.',
    )
    .option('--minutes <n>', 'duration in minutes', wholeNumber, 10)
    .option('--policies <n>', 'size of the synthetic tenant', wholeNumber, 100)
    .option('--latency <ms>', 'latency of each Graph request', wholeNumber, 20)
    .option('--seed <n>', 'the same seed chooses the same faults', wholeNumber, Date.now() % 1_000_000)
    .option('--calm', 'no faults')
    .option('--log <file>', 'writes the lines of the app to this file')
    .action(async ({ policies, latency: latencyMs, log, calm = false, ...options }: Options) => {
      if (log !== undefined) checkWritable(log)
      const file = log === undefined ? undefined : createWriteStream(log)
      const simulator = { policies, latencyMs, throttle: 'off' as const }
      const onLine = (from: string, text: string) => void file?.write(`${from} ${text}\n`)
      process.exitCode = await withStack({ root: process.cwd(), simulator, onLine }, async (stack, signal) => {
        console.log(calm ? 'without faults' : `--seed ${options.seed}`)
        const result = await soak(stack, { ...options, calm }, signal)
        const reasons = reasonsToFail(result)
        print(result)
        for (const reason of reasons) console.log(`  not passed: ${reason}`)
        console.log(JSON.stringify({ passed: reasons.length === 0, ...result }))
        return reasons.length > 0 ? 1 : 0
      })
      file?.end()
    })
}

function print({ runs, minutes, ended, stuck, starts, refusedPolls, faults, deadLetters, trends, noLoss }: SoakResult) {
  const { memoryMb, handles, connections } = trends
  console.log(`\n${runs} runs in ${minutes} min`)
  console.table({ ...ended, stuck, 'dead letters': deadLetters.length, 'polls refused': refusedPolls })
  console.log('\nStarts')
  console.table([starts])
  console.log('\nFaults that hit')
  console.table(faults)
  console.log(`\nThe worker, in the ${trends.minutes} min after it was last killed`)
  console.table({ 'memory (MiB)': memoryMb, handles, connections })
  console.log('\nAfter the faults')
  console.table([noLoss])
}
