import { Command } from 'commander'
import { soak } from '../bench/soak'
import { wholeNumber } from './simulator-options'
import { withStack } from './with-stack'

/** `npm run soak`: repeats a sync to find leaks of memory, handles and connections. */
export function soakCommand(): Command {
  return new Command('soak')
    .description('Syncs over and over and prints the slopes of memory, handles and connections, and the failures.')
    .option('--minutes <n>', 'duration in minutes', wholeNumber, 10)
    .option('--policies <n>', 'size of the synthetic tenant', wholeNumber, 30)
    .action(async ({ minutes, policies }: { minutes: number; policies: number }) => {
      process.exitCode = await withStack(
        { root: process.cwd(), simulator: { policies, throttle: 'off' } },
        async (stack, signal) => {
          const result = await soak(stack, minutes, signal)
          console.log(`${result.runs} runs in ${minutes} min, ${result.failures} not succeeded`)
          const { memoryMb, handles, connections } = result
          console.table({ 'memory (MiB)': memoryMb, handles, connections })
          console.log(JSON.stringify(result))
          return result.failures > 0 ? 1 : 0
        },
      )
    })
}
