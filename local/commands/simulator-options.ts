import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { SimulatorChoices } from '../stack/stack'

/** What the simulated tenant shall hold and how it behaves, as options of a command. */
export interface SimulatorOptions {
  data?: string
  definitions?: string
  policies: number
  seed: number
  latency: number
  throttle?: true
}

export function addSimulatorOptions(command: Command, defaults: { policies: number; latency: number }): Command {
  return command
    .option('--data <dir>', 'a folder of exported policies instead of a synthetic tenant')
    .option('--definitions <dir>', 'a folder of exported setting definitions')
    .option('--policies <n>', 'size of the synthetic tenant', wholeNumber, defaults.policies)
    .option('--seed <n>', 'the same seed makes the same tenant', wholeNumber, 1)
    .option('--latency <ms>', 'how long Graph takes for each request', wholeNumber, defaults.latency)
    .option('--throttle', 'Graph throttles early')
}

export function toChoices(options: SimulatorOptions): Partial<SimulatorChoices> {
  return {
    ...(options.data ? { data: resolve(options.data) } : {}),
    ...(options.definitions ? { definitions: resolve(options.definitions) } : {}),
    policies: options.policies,
    seed: options.seed,
    latencyMs: options.latency,
    throttle: options.throttle ? 'tight' : 'documented',
  }
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is expected')
  return Number(text)
}
