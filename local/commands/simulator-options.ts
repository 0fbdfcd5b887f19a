import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { SimulatorSettings } from '../stack/stack'

/** Command options for the data and the behaviour of the simulated tenant. */
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
    .option('--latency <ms>', 'latency of each Graph request', wholeNumber, defaults.latency)
    .option('--throttle', 'makes Graph throttle early')
}

export function toSimulatorSettings(options: SimulatorOptions): Partial<SimulatorSettings> {
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
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('must be a whole number')
  return Number(text)
}
